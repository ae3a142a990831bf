package io.picket.bench;

import io.picket.condition.BundledFieldTypes;
import io.picket.condition.DateText;
import io.picket.condition.FieldTypes;
import io.picket.detect.Clock;
import io.picket.detect.Detector;
import io.picket.detect.Detectors;
import io.picket.detect.StateBudget;
import io.picket.event.Event;
import io.picket.event.EventReader;
import io.picket.event.Provenance;
import io.picket.match.Matcher;
import io.picket.pipeline.EventFile;
import io.picket.pipeline.Hunt;
import io.picket.pipeline.HuntOptions;
import io.picket.pipeline.HuntPlan;
import io.picket.pipeline.HuntProgress;
import io.picket.pipeline.PreparedRules;
import io.picket.pipeline.RuleFiles;
import io.picket.rule.EqlQueries;
import io.picket.rule.RuleBody.EqlBody;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntToDoubleFunction;

/**
 * What following sequences costs beside finding their events: one file of events in order of time, read; read and matched
 * with many sequence rules; read, matched and joined by the rules' detectors; and a whole hunt. In turn, several times over,
 * by processor time of the thread.
 *
 * <p>{@code main EVENTS-FILE ROUNDS MOST-RULES RULES…}
 */
public final class SequenceRules {

    private SequenceRules() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        int most = Integer.parseInt(arguments[2]);
        byte[] bytes = Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) + 16);
        int[] ends = Rounds.lineEnds(bytes, (int) Files.size(file));
        FieldTypes types = BundledFieldTypes.get();
        RuleFiles files = RuleFiles.find(List.of(arguments).subList(3, arguments.length));
        List<HuntPlan.Compiled> rules = PreparedRules.of(files, List.of(), Map.of(), types).rules().stream()
                .filter(one -> one.rule().body() instanceof EqlBody eql && EqlQueries.isSequence(eql))
                .filter(one -> !one.rule().index().matches(Provenance.ALERTS)) // they follow alerts, not events
                .limit(most)
                .toList();
        HuntPlan plan = plan(rules, types, new long[1]);
        long[] matches = new long[1];
        long[] alerts = new long[2];
        Rounds works = new Rounds(ends.length);
        String reading = "Picket's reader";
        String matching = "read and matched, " + rules.size() + " sequence rules";
        String joining = "read, matched and joined";
        works.add(reading, () -> Rounds.reader(bytes, ends, plan.fields()));
        works.add(matching, () -> {
            matches[0] = 0;
            events(bytes, ends, plan, (event, time, matcher, count) -> matches[0] += count);
        });
        works.add(joining, () -> {
            alerts[0] = 0;
            Joining joined = new Joining(rules, plan, types, alerts);
            events(bytes, ends, plan, joined);
            joined.finish();
        });
        works.add("whole hunt, file to alerts", () -> {
            alerts[1] = 0;
            long[] raised = new long[1];
            try (Hunt hunt = new Hunt(plan(rules, types, raised), HuntOptions.defaults())) {
                hunt.run(List.of(EventFile.of(file)), HuntProgress.SILENT);
            }
            alerts[1] = raised[0];
        });
        works.run(rounds);
        IntToDoubleFunction match = round -> works.nanos(matching, round) - works.nanos(reading, round);
        IntToDoubleFunction join = round -> works.nanos(joining, round) - works.nanos(matching, round);
        System.out.printf(
                Locale.ROOT,
                "%,d events, %,d fields, %,d matches, %,d alerts (%,d in the hunt)%n%smatching %.0f ns an event, joining %.0f ns:"
                        + " %.2f of it%n",
                ends.length,
                plan.fields().size(),
                matches[0],
                alerts[0],
                alerts[1],
                works.table(),
                works.median(match),
                works.median(join),
                works.median(round -> join.applyAsDouble(round) / match.applyAsDouble(round)));
    }

    private static HuntPlan plan(List<HuntPlan.Compiled> rules, FieldTypes types, long[] alerts) {
        return HuntPlan.of(rules, Clock.STREAM, types, false, StateBudget.DEFAULT, alert -> alerts[0]++);
    }

    /** Takes an event that was matched, and its time. */
    private interface Matched {
        void take(Event event, long time, Matcher matcher, int count);
    }

    private static void events(byte[] bytes, int[] ends, HuntPlan plan, Matched matched) {
        EventReader reader = new EventReader(plan.fields());
        Event event = new Event(plan.fields());
        Provenance provenance = new Provenance(plan.fields());
        Matcher matcher = new Matcher(plan.matches());
        int timestamp = plan.fields().slot("@timestamp");
        int start = 0;
        for (int end : ends) {
            reader.readHit(bytes, start, end, event);
            event.origin(provenance.indexOf(event), event.id());
            int value = event.first(timestamp);
            long time = DateText.millis(event.bytes(value), event.from(value), event.length(value));
            matched.take(event, time, matcher, matcher.match(event));
            start = end + 1;
        }
    }

    /** The rules' detectors, told as a hunt tells them. */
    private static final class Joining implements Matched {
        private final List<Detector> detectors = new ArrayList<>();
        private final int[] ruleOf;
        private final int[] firstOf;
        private int[] met = new int[8];

        Joining(List<HuntPlan.Compiled> rules, HuntPlan plan, FieldTypes types, long[] alerts) {
            this.ruleOf = new int[plan.matches().size()];
            this.firstOf = new int[rules.size()];
            int condition = 0;
            for (int number = 0; number < rules.size(); number++) {
                HuntPlan.Compiled rule = rules.get(number);
                firstOf[number] = condition;
                for (int i = 0; i < rule.conditions().size(); i++) {
                    ruleOf[condition++] = number;
                }
                detectors.add(Detectors.of(
                        rule.rule(),
                        rule.conditions(),
                        Clock.STREAM,
                        plan.fields(),
                        types,
                        alert -> alerts[0]++,
                        StateBudget.DEFAULT));
            }
        }

        @Override
        public void take(Event event, long time, Matcher matcher, int count) {
            for (int at = 0; at < count; ) {
                int rule = ruleOf[matcher.matched(at)];
                int own = 0;
                while (at < count && ruleOf[matcher.matched(at)] == rule) {
                    met = own == met.length ? Arrays.copyOf(met, 2 * own) : met;
                    met[own++] = matcher.matched(at++) - firstOf[rule];
                }
                detectors.get(rule).add(event, met, own, time, time);
            }
        }

        void finish() {
            detectors.forEach(Detector::finish);
        }
    }
}
