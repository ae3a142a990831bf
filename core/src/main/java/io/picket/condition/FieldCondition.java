package io.picket.condition;

/** Makes the condition for one of the fields that a pattern over field names has found. Must be pure. */
@FunctionalInterface
public interface FieldCondition {
    Condition of(Field field);
}
