# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Which option goes with which operation, mode and network link, and what releases are asked for: the whole matrix.

The tables here are written down a second time on purpose, in a form that can be read beside Oracle's documents.
"""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from ansible_collections.dbops.datapump.plugins.module_utils._errors import InvalidOption
from ansible_collections.dbops.datapump.plugins.module_utils._job_definition_rules import (
    COMPANIONS,
    CONFLICTS,
    check_pairs,
    check_together,
)
from ansible_collections.dbops.datapump.plugins.module_utils._job_options import OPTIONS
from ansible_collections.dbops.datapump.plugins.module_utils._options import JOB

OPERATIONS = {"X": "EXPORT", "I": "IMPORT", "S": "SQL_FILE"}
MODES = {"F": "FULL", "S": "SCHEMA", "T": "TABLE", "B": "TABLESPACE", "P": "TRANSPORTABLE"}

# Operations: X export, I import, S SQL file; in lower case: over a network link only; with "!": never over one.
# Modes: F full, S schema, T table, B tablespace, P transportable.
MATRIX = """
full                     X I S     F
schemas                  X I S     S
tables                   X I S     T
views_as_tables          X I       T
tablespaces              X I S     B
transport_tablespaces    X i       P
transport_full_check     X i       P
transport_datafiles      I         FTP
transportable            X I       FTP
network_link             X I S     FSTBP
include                  X I S     FSTBP
exclude                  X I S     FSTBP
query                    X I       FSTB
sample                   X!        FSTB
content                  X I       FSTB
directory                X I S     FSTBP
dumpfile                 X I! S!   FSTBP
credential               X I! S!   FSTBP
filesize                 X         FSTBP
reuse_dumpfiles          X         FSTBP
logfile                  X I S     FSTBP
nologfile                X I S     FSTBP
sqlfile                  S         FSTBP
compression              X         FSTBP
compression_algorithm    X         FSTBP
encryption               X         FSTBP
encryption_algorithm     X         FSTBP
encryption_mode          X         FSTBP
encryption_password      X I! S    FSTBP
checksum                 X         FSTBP
checksum_algorithm       X         FSTBP
verify_checksum          I!        FSTBP
verify_only              I!        FSTBP
remap_schema             I S       FSTBP
remap_tablespace         I S       FSTBP
remap_datafile           I S       FSTBP
remap_directory          I S       FSTBP
remap_table              I S       FSTB
remap_data               X I       FSTB
transform                I S       FSTB
table_exists_action      I         FSTB
data_options             X I       FSTBP
partition_options        I         FSTBP
skip_unusable_indexes    I         FSTB
reuse_datafiles          I         FSTB
streams_configuration    I         FSTBP
source_edition           X i       FSTBP
target_edition           I         FSTBP
parallel                 X I       FSTBP
cluster                  X I       FSTBP
job_service_name         X I       FSTBP
skip_current             I         FSTBP
access_method            X I       FSTB
estimate                 X i       FSTB
estimate_only            X         FSTB
flashback_scn            X i       FSTB
flashback_time           X i       FSTB
version                  X I S     FSTBP
keep_master              X I       FSTBP
master_only              I!        FSTBP
metrics                  X I       FSTBP
logtime                  X I       FSTBP
parameters               X I S     FSTBP
metadata_filters         X I S     FSTBP
data_filters             X I       FSTB
metadata_remaps          I S       FSTBP
"""
ROWS = {words[0]: (words[1:-1], words[-1]) for words in map(str.split, MATRIX.strip().splitlines())}

VALUES = """
transportable   keep_read_only                     I  19
transportable   no_bitmap_rebuild                  I  19
access_method   conventional_path                  I  -
access_method   insert_as_select                   I  -
data_options    continue_load_on_format_error      I  19
data_options    disable_append_hint                I  -
data_options    enable_network_compression         I  12.2
data_options    group_partition_table_data         XI 12.2
data_options    reject_rows_with_repl_char         I  -
data_options    skip_constraint_errors             I  -
data_options    trust_existing_table_partitions    I  12.2
data_options    validate_table_data                I  18
data_options    verify_stream_format               X  12.2
data_options    xml_clobs                          X  -
"""


def nothing_but(**given: Any) -> dict[str, Any]:
    return {**dict.fromkeys(JOB.argument_spec), **given}


def refusal(operation: str, mode: str, **given: Any) -> InvalidOption | None:
    try:
        check_together(nothing_but(**given), operation, mode)
    except InvalidOption as error:
        return error
    return None


def is_possible(option: str, operation: str, mode: str, linked: bool) -> bool:
    operations, modes = ROWS[option]
    written = {word[0].upper(): word for word in operations}
    letter = next(key for key, name in OPERATIONS.items() if name == operation)
    if letter not in written or mode not in [MODES[key] for key in modes]:
        return False
    return linked if written[letter].islower() else not (linked and written[letter].endswith("!"))


def test_the_matrix_has_every_option() -> None:
    assert ROWS.keys() == OPTIONS.keys() - {"operation", "job_mode"}


@pytest.mark.parametrize("option", ROWS)
def test_an_option_is_possible_where_the_matrix_says_so(option: str) -> None:
    for operation, mode, linked in itertools.product(OPERATIONS.values(), MODES.values(), (False, True)):
        given = {option: "given", **({"network_link": "SRC"} if linked or option == "network_link" else {})}
        error = refusal(operation, mode, **given)
        refused = error is not None and error.option == option and "possible" in str(error)
        assert refused != is_possible(option, operation, mode, "network_link" in given), (operation, mode, linked)


@pytest.mark.parametrize("row", VALUES.strip().splitlines())
def test_a_value_is_possible_where_the_table_says_so(row: str) -> None:
    option, value, operations, release = row.split()
    for letter, operation in (("X", "EXPORT"), ("I", "IMPORT")):
        error = refusal(operation, "FULL", **{option: [value]})
        assert (error is not None and value in str(error)) == (letter not in operations)
    expected = () if release == "-" else tuple(map(int, release.split(".")))
    assert OPTIONS[option].releases_of.get(value, ()) == expected


@pytest.mark.parametrize(
    ("option", "release"),
    [
        ("credential", (12, 2)),
        ("remap_directory", (12, 2)),
        ("checksum", (21,)),
        ("checksum_algorithm", (21,)),
        ("verify_checksum", (21,)),
        ("verify_only", (21,)),
    ],
)
def test_options_of_later_releases(option: str, release: tuple[int, ...]) -> None:
    assert OPTIONS[option].release == release


def test_no_other_option_needs_a_release() -> None:
    assert len([option for option in OPTIONS.values() if option.release]) == 6


@pytest.mark.parametrize(("refused", "other"), CONFLICTS, ids=str)
def test_both_options_of_a_conflict_are_named(refused: Any, other: Any) -> None:
    given = {when.option: (when.values or ("given",))[0] for when in (refused, other)}
    with pytest.raises(InvalidOption) as raised:
        check_pairs(nothing_but(**given))
    assert str(raised.value) == f"{refused.option}: {refused} cannot stand together with {other}"


@pytest.mark.parametrize(("option", "companions"), COMPANIONS, ids=[str(option) for option, dummy in COMPANIONS])
def test_an_option_without_its_companion_is_refused(option: Any, companions: Any) -> None:
    given = {option.option: (option.values or ("given",))[0]}
    with pytest.raises(InvalidOption) as raised:
        check_pairs(nothing_but(**given))
    assert raised.value.option == option.option
    assert all(str(companion) in str(raised.value) for companion in companions) or option.values
