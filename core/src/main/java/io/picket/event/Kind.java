package io.picket.event;

/** What a kept value is in JSON. Plain bytes, not an enum: the reader writes one a value. */
public final class Kind {
    public static final byte STRING = 0;
    public static final byte NUMBER = 1;
    public static final byte TRUE = 2;
    public static final byte FALSE = 3;

    private Kind() {}
}
