package io.picket.condition;

/** Whether upper and lower case differ. */
public enum Case {
    SENSITIVE,
    INSENSITIVE
}
