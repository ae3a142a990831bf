package io.picket.alert;

import io.picket.condition.Cidr;
import io.picket.condition.CidrSet;
import io.picket.condition.IpAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a connection goes, seen from the network that private addresses are of: words of ECS {@code network.direction}.
 * Internal are the private ranges of RFC 1918 and RFC 4193, loopback, and link-local addresses.
 */
enum ScanDirection {
    INTERNAL("internal"),
    OUTBOUND("outbound"),
    INBOUND("inbound"),
    EXTERNAL("external"),
    /** Some of this, some of that. */
    MIXED("mixed");

    private static final CidrSet INTERNAL_RANGES = CidrSet.of(Stream.of(
                    "10.0.0.0/8",
                    "172.16.0.0/12",
                    "192.168.0.0/16",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "::1",
                    "fc00::/7",
                    "fe80::/10")
            .map(range -> Objects.requireNonNull(Cidr.parse(range)))
            .toList());

    private final String word;

    ScanDirection(String word) {
        this.word = word;
    }

    String word() {
        return word;
    }

    /** The direction all pairs have in common; empty if no pair has two addresses. */
    static Optional<ScanDirection> of(List<String> sources, List<String> targets) {
        Optional<ScanDirection> common = Optional.empty();
        for (String source : sources) {
            for (String target : targets) {
                IpAddress from = IpAddress.parse(source);
                IpAddress to = IpAddress.parse(target);
                if (from == null || to == null) {
                    continue;
                }
                ScanDirection one = of(INTERNAL_RANGES.contains(from), INTERNAL_RANGES.contains(to));
                if (common.isPresent() && common.get() != one) {
                    return Optional.of(MIXED);
                }
                common = Optional.of(one);
            }
        }
        return common;
    }

    private static ScanDirection of(boolean fromInside, boolean toInside) {
        if (fromInside) {
            return toInside ? INTERNAL : OUTBOUND;
        }
        return toInside ? INBOUND : EXTERNAL;
    }
}
