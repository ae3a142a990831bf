package io.picket.alert;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Names of alerts. The same rule and the same cause give the same name, so raising an alert twice is raising it once.
 *
 * <p>Every id is the SHA-256, in hexadecimal, of a list of parts: a word for the kind of cause, the rule's id, then what
 * the cause consists of. A part is written as one letter for what it is in JSON, its length in bytes (4 bytes,
 * big-endian) and its text in UTF-8, so that no two lists of parts read the same. Elastic strings its parts together
 * without such marks and sorts a threshold group's values without their field names, which gives two hosts that scan
 * each other one id; here the field names are part of the id.
 */
final class AlertIds {

    private static final UUID ANCESTOR_NAMESPACE = UUID.fromString("0684ec03-7201-4ee0-8ee0-3a3f6b2479b2");

    private AlertIds() {}

    /** Of an alert on one event: rule, index, event id. */
    static String event(String ruleId, String index, String eventId) {
        return hex(new Parts("event").text(ruleId).text(index).text(eventId));
    }

    /** Of an alert on one event that stands for a suppression group: the event's parts, then names and values. */
    static String grouped(String ruleId, String index, String eventId, ValueGroup group) {
        return hex(new Parts("group").text(ruleId).text(index).text(eventId).group(group));
    }

    /** Of an alert on values never seen before: the event's parts, then the values in the rule's order. */
    static String newTerms(String ruleId, String index, String eventId, List<Object> terms) {
        return hex(new Parts("new_terms").text(ruleId).text(index).text(eventId).values(terms));
    }

    /** Of a threshold alert: rule, names and values of its group, start of the run's range or of the episode. */
    static String threshold(String ruleId, ValueGroup group, long start) {
        return hex(new Parts("threshold").text(ruleId).group(group).number(start));
    }

    /** The event that a threshold alert is said to come from, which does not exist: UUID version 5 of the same parts. */
    static String thresholdAncestor(String ruleId, ValueGroup group, long start) {
        byte[] name =
                new Parts("threshold").text(ruleId).group(group).number(start).bytes();
        byte[] space = ByteBuffer.allocate(16)
                .putLong(ANCESTOR_NAMESPACE.getMostSignificantBits())
                .putLong(ANCESTOR_NAMESPACE.getLeastSignificantBits())
                .array();
        MessageDigest sha1 = digest("SHA-1");
        sha1.update(space);
        ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name));
        long high = hash.getLong() & ~0xF000L | 0x5000L;
        long low = hash.getLong() & 0x3FFF_FFFF_FFFF_FFFFL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    /** Of the alert on a sequence as a whole: rule, then index and id of each event in their order. */
    static String sequence(String ruleId, List<SourceDocument> events) {
        return hex(events("sequence", ruleId, events));
    }

    /** Of the alert on one event of a sequence: the sequence's parts, then the event's position from 0. */
    static String sequenceBlock(String ruleId, List<SourceDocument> events, int position) {
        return hex(events("sequence_block", ruleId, events).number(position));
    }

    private static Parts events(String cause, String ruleId, List<SourceDocument> events) {
        Parts parts = new Parts(cause).text(ruleId);
        events.forEach(event -> parts.text(event.index()).text(event.id()));
        return parts;
    }

    /** What alerts of one suppression group have in common: {@code kibana.alert.instance.id}. */
    static String instance(String ruleId, ValueGroup group) {
        return hex(new Parts("instance").text(ruleId).group(group));
    }

    private static String hex(Parts parts) {
        return HexFormat.of().formatHex(digest("SHA-256").digest(parts.bytes()));
    }

    private static MessageDigest digest(String name) {
        try {
            return MessageDigest.getInstance(name);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + name, e);
        }
    }

    /** Parts of an id, each marked with its kind and length. */
    private static final class Parts {
        private final java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream(256);

        Parts(String cause) {
            text(cause);
        }

        Parts text(String text) {
            return put('s', text);
        }

        Parts number(long number) {
            return put('n', Long.toString(number));
        }

        Parts values(List<? extends @Nullable Object> values) {
            values.forEach(this::value);
            return this;
        }

        Parts group(ValueGroup group) {
            for (int i = 0; i < group.fields().size(); i++) {
                text(group.fields().get(i));
                value(group.values().get(i));
            }
            return this;
        }

        private void value(@Nullable Object value) {
            switch (value) {
                case null -> put('0', "");
                case String text -> put('s', text);
                case Boolean bool -> put('b', bool.toString());
                case List<?> list -> {
                    put('l', Integer.toString(list.size()));
                    list.forEach(this::value);
                }
                default -> put('n', value.toString());
            }
        }

        private Parts put(char kind, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.write(kind);
            out.writeBytes(ByteBuffer.allocate(4).putInt(bytes.length).array());
            out.writeBytes(bytes);
            return this;
        }

        byte[] bytes() {
            return out.toByteArray();
        }
    }
}
