package io.picket.condition;

import org.jspecify.annotations.Nullable;

/**
 * A range of addresses, both ends included: a CIDR block (host bits allowed and ignored), or any two addresses.
 *
 * @param first lowest address in it
 * @param last highest address in it
 */
public record Cidr(IpAddress first, IpAddress last) {

    /** Reads {@code address/prefix} or a bare address; null if it is neither. */
    public static @Nullable Cidr parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            IpAddress one = IpAddress.parse(text);
            return one == null ? null : new Cidr(one, one);
        }
        IpAddress address = IpAddress.parse(text.substring(0, slash));
        String bits = text.substring(slash + 1);
        if (address == null
                || bits.isEmpty()
                || bits.length() > 3
                || !bits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return null;
        }
        int prefix = Integer.parseInt(bits) + (address.isV4() && text.indexOf(':') < 0 ? 96 : 0);
        if (prefix > 128) {
            return null;
        }
        long highMask = prefix == 0 ? 0 : prefix >= 64 ? -1L : -1L << (64 - prefix);
        long lowMask = prefix <= 64 ? 0 : prefix == 128 ? -1L : -1L << (128 - prefix);
        return new Cidr(
                new IpAddress(address.high() & highMask, address.low() & lowMask),
                new IpAddress(address.high() | ~highMask, address.low() | ~lowMask));
    }

    public boolean contains(IpAddress address) {
        return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
    }
}
