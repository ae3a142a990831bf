package io.picket.condition;

/** A field as a condition names it: its dotted path and how its values compare. */
public record Field(String name, FieldType type) {

    @Override
    public String toString() {
        return name;
    }
}
