package io.picket.condition;

import org.jspecify.annotations.Nullable;

/**
 * An address as 128 bits, IPv4 as ::ffff:a.b.c.d, ordered as unsigned 16-byte values, which is how Elasticsearch
 * orders its ip fields (Elasticsearch reference, IP field type).
 */
public record IpAddress(long high, long low) implements Comparable<IpAddress> {

    private static final long V4_PREFIX = 0x0000_FFFF_0000_0000L;

    public static IpAddress v4(int bits) {
        return new IpAddress(0, V4_PREFIX | (bits & 0xFFFF_FFFFL));
    }

    public boolean isV4() {
        return high == 0 && (low & 0xFFFF_FFFF_0000_0000L) == V4_PREFIX;
    }

    /** Reads an IPv4 or IPv6 address, no zone and no name; null if it is none. */
    public static @Nullable IpAddress parse(String text) {
        return IpText.parse(text);
    }

    @Override
    public int compareTo(IpAddress other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /** The canonical spelling: dotted quad, or RFC 5952. */
    @Override
    public String toString() {
        return IpText.print(this);
    }
}
