package io.picket.detect;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A group's values as {@link KeyBytes} writes them: equal when the values are, ordered as Elasticsearch orders them. */
final class GroupKey implements Comparable<GroupKey> {

    private final byte[] bytes;

    GroupKey(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    /** The key of one whole number. */
    static GroupKey ofWhole(long whole) {
        KeyBytes key = new KeyBytes();
        key.appendWhole(whole);
        return new GroupKey(Arrays.copyOf(key.bytes, key.length));
    }

    List<Object> values() {
        return KeyBytes.values(bytes);
    }

    /** For people. */
    String name() {
        return values().stream().map(String::valueOf).collect(Collectors.joining(" · "));
    }

    @Override
    public int compareTo(GroupKey other) {
        return Arrays.compareUnsigned(bytes, other.bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GroupKey key && Arrays.equals(bytes, key.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return name();
    }
}
