# Copyright: (c) 2026, dbops.datapump contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""sqlglot's grammar of expressions as Oracle has it."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from sqlglot import exp, parser
from sqlglot.parsers.oracle import OracleParser
from sqlglot.tokens import TokenType

from ...errors import OraError
from ...language.reserved import RESERVED_WORDS
from .error_codes import code_of_message, code_of_missing_part
from .parser_tokens import CLAUSE, KEYWORDS

# END and CASE are names too, but only an alias can be told from the keyword.
NAMES = {TokenType.VAR} | {
    kind for word, kind in KEYWORDS.items() if word not in RESERVED_WORDS and word not in ("CASE", "END", "WHEN")
}
# Not reserved, but where they can stand a clause begins, so they are no alias there.
_NO_ALIASES = {
    CLAUSE, TokenType.CROSS, TokenType.FETCH, TokenType.FULL, TokenType.INNER, TokenType.JOIN, TokenType.LEFT,
    TokenType.NATURAL, TokenType.OFFSET, TokenType.OUTER, TokenType.PARTITION, TokenType.PIVOT, TokenType.RETURNING,
    TokenType.RIGHT, TokenType.TABLE_SAMPLE, TokenType.UNPIVOT, TokenType.USING,
}  # fmt: skip
# What Oracle has and this simulator has not: ORA-03001 says so, a syntax error would be a lie.
_UNIMPLEMENTED_FORMS = """
    CURSOR JSON_ARRAY JSON_ARRAYAGG JSON_OBJECT JSON_OBJECTAGG JSON_QUERY JSON_SERIALIZE JSON_VALUE TREAT XMLAGG
    XMLCAST XMLELEMENT XMLEXISTS XMLFOREST XMLPARSE XMLQUERY XMLSERIALIZE
    """.split()


class UnaryPlus(exp.Unary):
    """sqlglot itself drops the sign."""


class DateTimeLiteral(exp.Expression):
    """What it says is left to the tokens."""

    arg_types: ClassVar[Any] = {}


class ExpressionParser(OracleParser):
    """Functions stay calls of a name, and only Oracle's operators are operators."""

    FUNCTIONS: ClassVar[Any] = {}
    FUNCTION_PARSERS: ClassVar[Any] = {
        "CAST": lambda self: self._parse_cast(strict=True),
        "EXTRACT": lambda self: self._parse_extract(),
        "TRIM": lambda self: self._parse_trim(),
        **dict.fromkeys(_UNIMPLEMENTED_FORMS, lambda self: self.refuse(3001)),
    }
    NO_PAREN_FUNCTIONS: ClassVar[Any] = {}
    NO_PAREN_FUNCTION_PARSERS: ClassVar[Any] = {
        "ALL": lambda self: self.expression(exp.All(this=self._parse_primary())),
        "ANY": lambda self: self.expression(exp.Any(this=self._parse_primary())),
        "SOME": lambda self: self.expression(exp.Any(this=self._parse_primary())),
        "CASE": lambda self: self._parse_case(),
        "CONNECT_BY_ROOT": lambda self: self.expression(exp.ConnectByRoot(this=self._parse_unary())),
        "PRIOR": lambda self: self.expression(exp.Prior(this=self._parse_unary())),
    }
    SUBQUERY_PREDICATES: ClassVar[Any] = {TokenType.EXISTS: exp.Exists}
    WINDOW_BEFORE_PAREN_TOKENS: ClassVar[Any] = {TokenType.OVER}
    PRIMARY_PARSERS: ClassVar[Any] = {
        **OracleParser.PRIMARY_PARSERS,
        TokenType.STAR: lambda self, token: self.expression(exp.Star()),
    }
    PLACEHOLDER_PARSERS: ClassVar[Any] = {
        TokenType.PLACEHOLDER: lambda self: self.expression(exp.Placeholder(this=self._prev.text))
    }
    RANGE_PARSERS: ClassVar[Any] = {
        kind: OracleParser.RANGE_PARSERS[kind]
        for kind in (TokenType.BETWEEN, TokenType.IN, TokenType.IS, TokenType.LIKE)
    }
    UNARY_PARSERS: ClassVar[Any] = {
        kind: OracleParser.UNARY_PARSERS[kind] for kind in (TokenType.DASH, TokenType.NOT)
    } | {TokenType.PLUS: lambda self: self.expression(UnaryPlus(this=self._parse_unary()))}
    LAMBDAS: ClassVar[Any] = {TokenType.FARROW: OracleParser.LAMBDAS[TokenType.FARROW]}
    COLUMN_OPERATORS: ClassVar[Any] = {TokenType.DOT: None}
    # Oracle gives || the precedence of + and -.
    TERM: ClassVar[Any] = {TokenType.DASH: exp.Sub, TokenType.PLUS: exp.Add, TokenType.DPIPE: exp.DPipe}
    FACTOR: ClassVar[Any] = {TokenType.SLASH: exp.Div, TokenType.STAR: exp.Mul}
    BITWISE: ClassVar[Any] = {}
    ASSIGNMENT: ClassVar[Any] = {}
    ID_VAR_TOKENS: ClassVar[Any] = NAMES
    FUNC_TOKENS: ClassVar[Any] = NAMES | {TokenType.IDENTIFIER, TokenType.EXISTS}
    ALIAS_TOKENS: ClassVar[Any] = (NAMES | {TokenType.CASE, TokenType.END}) - _NO_ALIASES
    WINDOW_ALIAS_TOKENS: ClassVar[Any] = {CLAUSE}
    AMBIGUOUS_ALIAS_TOKENS: ClassVar[Any] = ()

    def parse_disjunction(self) -> exp.Expr | None:
        return self._parse_disjunction()

    def begin(self, text: str, tokens: list[Any]) -> None:
        self.reset()
        self.sql, self._tokens, self._tokens_size, self._index = text, tokens, len(tokens), -1
        self._advance()

    def refuse(self, code: int) -> NoReturn:
        """Raises OraError at the current token."""
        raise OraError(code, offset=self._curr.start if self._curr else len(self.sql))

    def raise_error(self, message: str, token: Any = None) -> NoReturn:
        self.refuse(code_of_message(message, self._prev, self._curr))

    def expression(self, instance: Any, token: Any = None, comments: Any = None) -> Any:
        """Without sqlglot's positions and comments, of which the tokens know more."""
        return instance if instance.is_primitive else self.validate_expression(instance)

    def validate_expression(self, expression: Any, args: Any = None) -> Any:
        for part in expression.required_args:
            if expression.args.get(part) in (None, []) and not isinstance(expression, exp.Whens):
                self.refuse(code_of_missing_part(expression))
        return expression

    def _parse_bitwise(self) -> exp.Expr | None:
        """Oracle has no operators between these and the comparisons."""
        return self._parse_term()

    def _parse_type(self, parse_interval: bool = True, fallback_to_identifier: bool = False) -> exp.Expr | None:
        """An operand: a literal with its type in front, or what sqlglot tries last; types stand in CAST only."""
        if self._next.token_type == TokenType.STRING:
            if self._match(TokenType.INTERVAL):
                self._advance()
                return self._parse_interval_span(exp.Literal.string(""))
            if self._match_set((TokenType.DATE, TokenType.TIMESTAMP)):
                self._advance()
                return DateTimeLiteral()
        return self._parse_atom() or self._parse_column()

    def _parse_primary(self) -> exp.Expr | None:
        """Two strings side by side are not one."""
        if self._match_set(self.PRIMARY_PARSERS):
            return self.PRIMARY_PARSERS[self._prev.token_type](self, self._prev)
        return self._parse_paren()

    def _parse_column_ops(self, this: exp.Expr | None) -> exp.Expr | None:
        """Without the interval that sqlglot looks for after every operand."""
        return parser.Parser._parse_column_ops(self, this)

    def _parse_at_time_zone(self, this: exp.Expr | None) -> exp.Expr | None:
        if self._match_text_seq("AT", "LOCAL"):
            return self.expression(exp.AtTimeZone(this=this, zone=exp.var("LOCAL")))
        return super()._parse_at_time_zone(this)

    def _parse_escape(self, this: exp.Expr | None) -> exp.Expr | None:
        if not self._match(TokenType.ESCAPE):
            return this
        return self.expression(exp.Escape(this=this, expression=self._parse_bitwise()))

    def _parse_function_args(self, alias: bool = False) -> list[exp.Expr]:
        arguments = super()._parse_function_args()
        if self._match_text_seq("ON", "OVERFLOW") and not self._match_text_seq("ERROR"):
            self.refuse(3001)
        return arguments

    def _parse_window(self, this: exp.Expr | None, alias: bool = False) -> exp.Expr | None:
        if self._curr.text == "KEEP" and self._next.token_type == TokenType.L_PAREN:
            self.refuse(3001)
        return super()._parse_window(this, alias)

    def _parse_types(self, *args: Any, **options: Any) -> exp.Expr | None:
        """A type's name after AS in CAST: words and what is in parentheses."""
        if self._curr.token_type == TokenType.R_PAREN:
            self.refuse(902)
        self._advance()
        self._match_text_seq("PRECISION")
        if self._match(TokenType.L_PAREN):
            while self._curr and not self._match(TokenType.R_PAREN):
                self._advance()
        if self._match(TokenType.WITH):
            self._match_text_seq("LOCAL")
            self._match_text_seq("TIME", "ZONE")
        return exp.DataType()
