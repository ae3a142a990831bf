package io.picket.match;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** From the signature of an event to its partition: open addressing, so that asking allocates nothing. */
@HotPath("one look-up an event: MatchBenchmark")
final class SignatureTable {

    private long[] @Nullable [] signatures = new long[16][];
    private @Nullable Partition[] partitions = new Partition[16];
    private int count;

    @Nullable Partition find(long[] signature) {
        int mask = signatures.length - 1;
        for (int at = hash(signature) & mask; ; at = at + 1 & mask) {
            long[] known = signatures[at];
            if (known == null) {
                return null;
            }
            if (Arrays.equals(known, signature)) {
                return partitions[at];
            }
        }
    }

    /** Adds a signature that is not there yet. */
    void put(long[] signature, Partition partition) {
        if (++count * 2 > signatures.length) {
            long[] @Nullable [] oldSignatures = signatures;
            @Nullable Partition[] oldPartitions = partitions;
            signatures = new long[oldSignatures.length * 2][];
            partitions = new Partition[oldPartitions.length * 2];
            for (int i = 0; i < oldSignatures.length; i++) {
                long[] old = oldSignatures[i];
                if (old != null) {
                    place(old, oldPartitions[i]);
                }
            }
        }
        place(signature, partition);
    }

    /** Puts another partition where one is. */
    void replace(long[] signature, Partition partition) {
        int mask = signatures.length - 1;
        int at = hash(signature) & mask;
        while (!Arrays.equals(signatures[at], signature)) {
            at = at + 1 & mask;
        }
        partitions[at] = partition;
    }

    private void place(long[] signature, @Nullable Partition partition) {
        int mask = signatures.length - 1;
        int at = hash(signature) & mask;
        while (signatures[at] != null) {
            at = at + 1 & mask;
        }
        signatures[at] = signature;
        partitions[at] = partition;
    }

    private static int hash(long[] signature) {
        long hash = 0;
        for (long word : signature) {
            hash = (hash ^ word) * 0x9E3779B97F4A7C15L;
            hash ^= hash >>> 32;
        }
        return (int) hash;
    }
}
