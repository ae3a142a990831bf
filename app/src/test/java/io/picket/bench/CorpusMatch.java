package io.picket.bench;

import io.picket.condition.BundledFieldTypes;
import io.picket.condition.Condition;
import io.picket.condition.FieldTypes;
import io.picket.detect.Clock;
import io.picket.detect.StateBudget;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.FieldTable;
import io.picket.event.Provenance;
import io.picket.match.Matcher;
import io.picket.pipeline.HuntPlan;
import io.picket.pipeline.PreparedRules;
import io.picket.pipeline.RuleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Many rules at once: one file of events read by jackson-core, read by Picket, and read and matched with every rule that
 * runs, in turn, several times over; the same with either half of the rules; and matched by AWS Event Ruler and Lucene Monitor
 * with the rules as far as each can hold them. By processor time of the thread.
 *
 * <p>{@code main EVENTS-FILE ROUNDS RULES…}
 */
public final class CorpusMatch {

    /** The peers take long; fewer events do to know their rate. */
    private static final int PEER_EVENTS = 2_000;

    private CorpusMatch() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        byte[] bytes = Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) + 16);
        int[] ends = Rounds.lineEnds(bytes, (int) Files.size(file));
        FieldTypes types = BundledFieldTypes.get();
        RuleFiles rules = RuleFiles.find(List.of(arguments).subList(2, arguments.length));
        List<HuntPlan.Compiled> all =
                PreparedRules.of(rules, List.of(), Map.of(), types).rules();
        HuntPlan plan = plan(all, types);
        HuntPlan half = plan(everySecond(all, 0), types);
        HuntPlan otherHalf = plan(everySecond(all, 1), types);
        long[] matches = new long[3];
        Rounds works = new Rounds(ends.length);
        works.add("jackson-core, the fields of all rules", () -> Rounds.jackson(bytes, ends, plan.fields()));
        works.add("Picket's reader, the same fields", () -> Rounds.reader(bytes, ends, plan.fields()));
        String whole = "read and matched, " + all.size() + " rules";
        String first = "read and matched, " + all.size() / 2 + " rules";
        String second = "the other " + all.size() / 2;
        works.add(whole, () -> matches[0] = matched(bytes, ends, plan));
        works.add(first, () -> matches[1] = matched(bytes, ends, half));
        works.add(second, () -> matches[2] = matched(bytes, ends, otherHalf));
        int few = Math.min(PEER_EVENTS, ends.length);
        int[] fewEnds = Arrays.copyOf(ends, few);
        List<Condition> conditions =
                all.stream().flatMap(rule -> rule.conditions().stream()).toList();
        RulerPeer ruler = new RulerPeer(conditions);
        MonitorPeer monitor = new MonitorPeer(conditions);
        works.add("Event Ruler, " + ruler.rules() + " rules", few, () -> ruler.matched(bytes, fewEnds));
        works.add("Lucene Monitor, " + conditions.size() + " rules", few, () -> monitor.matched(bytes, fewEnds));
        works.run(rounds);
        monitor.close();
        double twice = works.median(
                round -> 2 * works.nanos(whole, round) / (works.nanos(first, round) + works.nanos(second, round)) - 1);
        System.out.printf(
                Locale.ROOT,
                "%,d events, %,d fields, %,d matches%n%stwice the rules, over the mean of the halves: %+.0f %%%n",
                ends.length,
                plan.fields().size(),
                matches[0],
                works.table(),
                100 * twice);
    }

    private static HuntPlan plan(List<HuntPlan.Compiled> rules, FieldTypes types) {
        return HuntPlan.of(rules, Clock.STREAM, types, false, StateBudget.DEFAULT, alert -> {});
    }

    private static List<HuntPlan.Compiled> everySecond(List<HuntPlan.Compiled> rules, int first) {
        return java.util.stream.IntStream.range(0, rules.size() / 2)
                .mapToObj(i -> rules.get(2 * i + first))
                .toList();
    }

    private static long matched(byte[] bytes, int[] ends, HuntPlan plan) {
        FieldTable fields = plan.fields();
        EventReader reader = new EventReader(fields);
        Event event = new Event(fields);
        Provenance provenance = new Provenance(fields);
        Matcher matcher = new Matcher(plan.matches());
        long matches = 0;
        int start = 0;
        for (int end : ends) {
            reader.readHit(bytes, start, end, event);
            event.origin(provenance.indexOf(event), event.id());
            matches += matcher.match(event);
            start = end + 1;
        }
        return matches;
    }
}
