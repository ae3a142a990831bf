package io.picket.condition;

/**
 * A constant that a condition compares with, already in the form its field's type asks for.
 *
 * <ul>
 *   <li>{@link Text} on keyword-like and VERSION fields: the value's text. A JSON number or boolean in such a field
 *       compares by its JSON text. On an UNKNOWN field a text that reads as a number also equals that number.
 *   <li>{@link Whole} and {@link Decimal} on LONG and DOUBLE: by value; a JSON string that reads as a number counts.
 *   <li>{@link Bool} on BOOLEAN (JSON true and "true") and UNKNOWN.
 *   <li>{@link Ip} on IP: by address, whatever the spelling.
 * </ul>
 * Dates are compared by {@link Condition.Range}.
 */
public sealed interface Literal {

    record Text(String value) implements Literal {}

    record Whole(long value) implements Literal {}

    record Decimal(double value) implements Literal {}

    record Bool(boolean value) implements Literal {}

    record Ip(IpAddress value) implements Literal {}
}
