package io.picket.detect;

import io.picket.alert.ThresholdSightings.Outcome;
import io.picket.condition.IpAddress;
import io.picket.event.Event;
import io.picket.event.FieldTable;
import io.picket.event.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * What became of a connection attempt, read off one network event. Nothing is called refused that was not seen to be:
 *
 * <ol>
 *   <li>A firewall's word first: {@code event.type} holds {@code denied}: refused.
 *   <li>Zeek's {@code zeek.connection.state}: REJ refused; S1, SF, S2, S3, RSTO, RSTR answered; S0, SH, RSTOS0 silent
 *       (Zeek documentation, conn.log); anything else unknown.
 *   <li>Packets came back ({@code destination.packets} above 0). For TCP they may be resets: an answer that accepts
 *       carries a maximum segment size option in all common systems, so its header is longer than 20 bytes. If on
 *       average no packet that came back is longer than a bare header (20 or 40 bytes of IP, 20 of TCP, with or without
 *       14 of Ethernet), all were bare, so all were resets: refused. The same if a TCP flow is final with one packet
 *       each way: an accepting answer would have been acknowledged, reset or repeated. Frames padded to 60 bytes hide
 *       the header's length: then, and without bytes, a TCP flow of fewer than three packets from the source is
 *       unknown. Everything else is answered.
 *   <li>Nothing came back, and the record says so ({@code destination.packets} is 0) or it is the last report of a
 *       recorder that joins both directions ({@code event.action} is {@code network_flow}, {@code flow.final} true and
 *       {@code source.packets} given): silent. One-way records without the other side's count: unknown.
 *   <li>{@code event.outcome} {@code failure}: refused. Else unknown.
 * </ol>
 */
final class ContactOutcome {

    private static final int BARE_V4 = 40;
    private static final int BARE_V6 = 60;
    private static final int ETHERNET_HEADER = 14;
    private static final int ETHERNET_LEAST = 60;
    private static final int HANDSHAKE_PACKETS = 3;

    private static final byte[] DENIED = ascii("denied");
    private static final byte[] TCP = ascii("tcp");
    private static final byte[] FAILURE = ascii("failure");
    private static final byte[] NETWORK_FLOW = ascii("network_flow");

    static final List<String> FIELDS = List.of(
            "event.action",
            "event.outcome",
            "event.type",
            "source.packets",
            "destination.packets",
            "destination.bytes",
            "flow.final",
            "network.transport",
            "zeek.connection.state");

    private final int action;
    private final int outcome;
    private final int type;
    private final int sourcePackets;
    private final int destinationPackets;
    private final int destinationBytes;
    private final int isFinal;
    private final int transport;
    private final int zeekState;
    private final int target;

    ContactOutcome(FieldTable fields) {
        action = fields.slot("event.action");
        outcome = fields.slot("event.outcome");
        type = fields.slot("event.type");
        sourcePackets = fields.slot("source.packets");
        destinationPackets = fields.slot("destination.packets");
        destinationBytes = fields.slot("destination.bytes");
        isFinal = fields.slot("flow.final");
        transport = fields.slot("network.transport");
        zeekState = fields.slot("zeek.connection.state");
        target = fields.slot(ThresholdPlan.TARGET_FIELD);
    }

    Outcome of(Event event) {
        if (holds(event, type, DENIED)) {
            return Outcome.REFUSED;
        }
        if (zeekState != FieldTable.NONE && event.has(zeekState)) {
            return zeek(event.text(event.first(zeekState)));
        }
        long back = number(event, destinationPackets);
        if (back > 0) {
            return holds(event, transport, TCP) ? tcp(event, back) : Outcome.ANSWERED;
        }
        long out = number(event, sourcePackets);
        if (out > 0 && (back == 0 || isLastReport(event))) {
            return Outcome.SILENT;
        }
        return holds(event, outcome, FAILURE) ? Outcome.REFUSED : Outcome.UNKNOWN;
    }

    private Outcome tcp(Event event, long back) {
        long out = number(event, sourcePackets);
        long bytes = number(event, destinationBytes);
        if (isBare(bytes, BARE_V4, back) && !isV6(event) || isBare(bytes, BARE_V6, back) && isV6(event)) {
            return Outcome.REFUSED;
        }
        if (out == 1 && back == 1 && isFinal(event)) {
            return Outcome.REFUSED;
        }
        boolean lengthHidden = bytes < 0 || bytes == ETHERNET_LEAST * back;
        return lengthHidden && out < HANDSHAKE_PACKETS ? Outcome.UNKNOWN : Outcome.ANSWERED;
    }

    /** Whether so many packets of nothing but a header of this size have so many bytes. */
    private static boolean isBare(long bytes, int header, long packets) {
        return bytes == header * packets || bytes == (header + ETHERNET_HEADER) * packets;
    }

    private static Outcome zeek(String state) {
        return switch (state) {
            case "REJ" -> Outcome.REFUSED;
            case "S1", "SF", "S2", "S3", "RSTO", "RSTR" -> Outcome.ANSWERED;
            case "S0", "SH", "RSTOS0" -> Outcome.SILENT;
            default -> Outcome.UNKNOWN;
        };
    }

    private boolean isLastReport(Event event) {
        return isFinal(event) && holds(event, action, NETWORK_FLOW);
    }

    private boolean isFinal(Event event) {
        return isFinal != FieldTable.NONE && event.has(isFinal) && event.kind(event.first(isFinal)) == Kind.TRUE;
    }

    private boolean isV6(Event event) {
        int value = target == FieldTable.NONE ? Event.NONE : event.first(target);
        return value != Event.NONE
                && event.isAddress(value)
                && !new IpAddress(event.addressHigh(value), event.addressLow(value)).isV4();
    }

    /** The field's first value, or -1 if there is none or it is no number. */
    private static long number(Event event, int slot) {
        if (slot == FieldTable.NONE || !event.has(slot)) {
            return -1;
        }
        long whole = KeyBytes.whole(event, event.first(slot));
        return whole == KeyBytes.NO_WHOLE ? -1 : whole;
    }

    private static boolean holds(Event event, int slot, byte[] word) {
        if (slot == FieldTable.NONE) {
            return false;
        }
        for (int value = event.first(slot); value != Event.NONE; value = event.next(value)) {
            if (is(event, value, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(Event event, int value, byte[] word) {
        if (event.length(value) != word.length) {
            return false;
        }
        int from = event.from(value);
        return Arrays.equals(event.bytes(value), from, from + word.length, word, 0, word.length);
    }

    private static byte[] ascii(String word) {
        return word.getBytes(StandardCharsets.US_ASCII);
    }
}
