package io.picket.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.SplittableRandom;

/**
 * Events to measure with, the same for the same numbers: network flows of about 920 bytes and process starts of about
 * 1,170 bytes, in the shapes Packetbeat and Elastic Defend write, one hour's worth whatever the count. Among the flows:
 * 20,000 sources with a long tail, busy servers, and forty sources that scan 20 to 1,000 ports.
 *
 * <p>{@code main flows|processes|activity COUNT FILE} writes them as NDJSON; activity is {@link GeneratedActivity}.
 */
public final class GeneratedEvents {

    private static final long START = Instant.parse("2026-11-21T10:00:00Z").toEpochMilli();
    private static final long HOUR_MILLIS = 3_600_000;
    private static final int SOURCES = 20_000;
    private static final int SCANS = 40;
    private static final String[] TOOLS = {
        "bash", "ls", "python3", "sshd", "cron", "systemctl", "grep", "curl", "ping", "nc"
    };

    private GeneratedEvents() {}

    public static void main(String[] arguments) throws IOException {
        long count = Long.parseLong(arguments[1]);
        String kind = arguments[0];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(Path.of(arguments[2])), 1 << 20)) {
            SplittableRandom random = new SplittableRandom(7);
            GeneratedActivity activity = new GeneratedActivity(new SplittableRandom(8));
            for (long i = 0; i < count; i++) {
                long time = START + i * HOUR_MILLIS / count;
                String line = switch (kind) {
                    case "flows" -> flow(random, i, count, time);
                    case "activity" -> activity.event(i, time);
                    default -> process(random, i, time);
                };
                out.write(line.getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
        }
    }

    /** One flow; one in two hundred belongs to a scan that is under way. */
    public static String flow(SplittableRandom random, long number, long count, long time) {
        boolean scan = random.nextInt(200) == 0;
        int source;
        int target;
        int port;
        if (scan) {
            int scanner = (int) (number * SCANS / count);
            source = 1_000_000 + scanner;
            target = scanner * 31 % 5000;
            port = 1 + (int) (number % (20 + scanner * 25L));
        } else {
            source = (int) Math.min(SOURCES - 1, SOURCES * Math.pow(random.nextDouble(), 3));
            target = random.nextInt(5000);
            int[] usual = {443, 80, 53, 22, 3306, 8080, 5432, 123, 389, 445};
            port = usual[Math.floorMod(source + random.nextInt(4), usual.length)];
        }
        String from = "10." + (source >>> 16 & 255) + "." + (source >>> 8 & 255) + "." + (source & 255);
        String to = "10.200." + (target >>> 8 & 255) + "." + (target & 255);
        int bytes = 60 + random.nextInt(90_000);
        String when = Instant.ofEpochMilli(time).toString();
        return "{\"@timestamp\":\"" + when + "\",\"agent\":{\"ephemeral_id\":\"74e1d64f-7b57-4fa0-b308-8620980b0549\","
                + "\"id\":\"06aca526-2860-4c65-8a83-8c7a3f93a37c\",\"name\":\"sensor-1\",\"type\":\"packetbeat\",\"version\":\"8.17.0\"},"
                + "\"destination\":{\"bytes\":" + bytes / 3 + ",\"ip\":\"" + to
                + "\",\"mac\":\"9A-79-E1-96-66-E7\",\"packets\":"
                + (scan ? 1 : 1 + random.nextInt(90)) + ",\"port\":" + port + "},\"ecs\":{\"version\":\"8.11.0\"},"
                + "\"event\":{\"action\":\"network_flow\",\"category\":[\"network\"],\"dataset\":\"flow\",\"duration\":"
                + random.nextInt(2_000_000_000) + ",\"end\":\"" + when + "\",\"kind\":\"event\",\"start\":\""
                + Instant.ofEpochMilli(time - 900)
                + "\",\"type\":[\"connection\",\"end\"]},\"flow\":{\"final\":true,\"id\":\"EAL/////AP//////CAwAAAE"
                + Long.toHexString(random.nextLong())
                + "\"},\"host\":{\"architecture\":\"x86_64\",\"hostname\":\"sensor-1\","
                + "\"id\":\"3d1219c7c4c5404aaa1f6d2a48adfda4\",\"name\":\"sensor-1\",\"os\":{\"family\":\"debian\",\"type\":\"linux\"}},"
                + "\"network\":{\"bytes\":" + bytes
                + ",\"community_id\":\"1:FR6ZfGxrPQGDgF1VeF+m4yRou2k=\",\"packets\":"
                + (2 + random.nextInt(190)) + ",\"transport\":\"tcp\",\"type\":\"ipv4\"},\"source\":{\"bytes\":"
                + bytes * 2 / 3
                + ",\"ip\":\"" + from + "\",\"mac\":\"FE-96-40-46-FA-F7\",\"packets\":" + (1 + random.nextInt(90))
                + ",\"port\":" + (32768 + random.nextInt(28000)) + "},\"type\":\"flow\"}";
    }

    /** One process start on one of two hundred Linux hosts; a few hosts ping their way through a network. */
    public static String process(SplittableRandom random, long number, long time) {
        int host = random.nextInt(200);
        boolean sweep = host < 4 && random.nextInt(3) == 0;
        String tool = sweep ? "ping" : TOOLS[random.nextInt(8 + random.nextInt(3))];
        String target = "10.9." + (number / 250 % 250) + "." + (number % 250);
        String arguments = tool.equals("ping")
                ? "\"ping\",\"-c\",\"1\",\"" + target + "\""
                : "\"" + tool + "\",\"--option=" + random.nextInt(1000) + "\",\"/var/lib/app/" + random.nextInt(100_000)
                        + "\"";
        String when = Instant.ofEpochMilli(time).toString();
        String parent = "parent-" + host + "-" + (sweep ? 0 : random.nextInt(40));
        return "{\"@timestamp\":\"" + when + "\",\"agent\":{\"id\":\"0e4f1c8a-5f2b-4a6d-9b1f-" + host
                + "\",\"type\":\"endpoint\",\"version\":\"8.17.0\"},"
                + "\"data_stream\":{\"dataset\":\"endpoint.events.process\",\"namespace\":\"default\",\"type\":\"logs\"},\"ecs\":{\"version\":\"8.11.0\"},"
                + "\"event\":{\"action\":\"exec\",\"category\":[\"process\"],\"created\":\"" + when
                + "\",\"dataset\":\"endpoint.events.process\",\"id\":\""
                + Long.toHexString(random.nextLong()) + "\",\"ingested\":\"" + when
                + "\",\"kind\":\"event\",\"module\":\"endpoint\",\"sequence\":" + number
                + ",\"type\":[\"start\"]},\"host\":{\"architecture\":\"x86_64\",\"hostname\":\"lnx-" + host
                + "\",\"id\":\"host-" + host
                + "\",\"ip\":[\"10.1.0." + host % 250 + "\",\"127.0.0.1\"],\"name\":\"lnx-" + host
                + "\",\"os\":{\"family\":\"debian\",\"name\":\"Linux\","
                + "\"platform\":\"debian\",\"type\":\"linux\",\"version\":\"12\"}},\"process\":{\"args\":[" + arguments
                + "],\"args_count\":3,\"command_line\":\""
                + tool + " --option " + target + "\",\"entity_id\":\"" + Long.toHexString(random.nextLong())
                + "\",\"executable\":\"/usr/bin/" + tool
                + "\",\"hash\":{\"md5\":\"d41d8cd98f00b204e9800998ecf8427e\",\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"},"
                + "\"name\":\"" + tool + "\",\"parent\":{\"entity_id\":\"" + parent
                + "\",\"executable\":\"/bin/sh\",\"name\":\"sh\",\"pid\":"
                + (1000 + random.nextInt(3000)) + "},\"pid\":" + (4000 + number % 28_000)
                + ",\"working_directory\":\"/home/user\"},\"user\":{\"id\":\"1000\",\"name\":\"user-"
                + host % 17 + "\"}}";
    }
}
