package io.picket.condition;

/**
 * How a field's values compare: the families of Elasticsearch mapping types that behave alike. Every integer type is
 * {@link #LONG}, every floating one {@link #DOUBLE}; {@code match_only_text} is {@link #TEXT}.
 */
public enum FieldType {
    KEYWORD,
    /** As keyword, but without a length limit and meant for patterns. */
    WILDCARD,
    CONSTANT_KEYWORD,
    TEXT,
    LONG,
    DOUBLE,
    BOOLEAN,
    IP,
    DATE,
    VERSION,
    /** An object whose leaves are all keyword. */
    FLATTENED,
    NESTED,
    OBJECT,
    GEO_POINT,
    BINARY,
    /** A range type ({@code ip_range}, {@code date_range} …) or another one that no rule compares with. */
    OTHER,
    /** No table knows the field: strings compare as keyword, numbers and booleans as what they are. */
    UNKNOWN;

    /** Whether values compare as whole strings. */
    public boolean isKeywordLike() {
        return switch (this) {
            case KEYWORD, WILDCARD, CONSTANT_KEYWORD, FLATTENED, UNKNOWN -> true;
            case TEXT, LONG, DOUBLE, BOOLEAN, IP, DATE, VERSION, NESTED, OBJECT, GEO_POINT, BINARY, OTHER -> false;
        };
    }
}
