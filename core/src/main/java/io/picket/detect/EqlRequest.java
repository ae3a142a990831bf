package io.picket.detect;

import java.util.Optional;

/**
 * How an EQL query is asked (Elasticsearch reference, EQL search API).
 *
 * @param timestampField orders events
 * @param tiebreakerField orders events of the same time; those without it come last
 * @param size most events, sequences or samples in the answer
 * @param newest whether, of more, the newest are kept instead of the oldest; the answer's order is ascending either way
 * @param samplesPerKey most samples of one key
 * @param bytesMax memory for what is kept until the answer, estimated
 */
public record EqlRequest(
        String timestampField,
        Optional<String> tiebreakerField,
        int size,
        boolean newest,
        int samplesPerKey,
        long bytesMax) {

    public static final int SIZE_DEFAULT = 10;
    public static final long BYTES_DEFAULT = 512L << 20;

    /** What Elasticsearch takes for a request that says nothing. */
    public static final EqlRequest DEFAULT =
            new EqlRequest("@timestamp", Optional.empty(), SIZE_DEFAULT, true, 1, BYTES_DEFAULT);

    public EqlRequest {
        if (size < 0 || samplesPerKey < 1) {
            throw new IllegalArgumentException("size is 0 or more, samples per key 1 or more");
        }
    }

    public EqlRequest withSize(int size) {
        return new EqlRequest(timestampField, tiebreakerField, size, newest, samplesPerKey, bytesMax);
    }
}
