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
import io.picket.event.FieldTable;
import io.picket.event.Provenance;
import io.picket.match.Matcher;
import io.picket.pipeline.HuntPlan;
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

/**
 * What joining events costs beside finding them: one file of events, in order of time, read; read and matched with every
 * step of a hundred sequence rules; and read, matched and joined by the rules' detectors on the stream clock, in turn.
 *
 * <p>{@code main EVENTS-FILE ROUNDS RULES…}
 */
public final class SequenceRules {

    private static final int RULES_MAX = 100;

    private final FieldTypes types = BundledFieldTypes.get();
    private final List<HuntPlan.Compiled> rules;
    private final HuntPlan plan;
    private final byte[] bytes;
    private final int[] ends;

    /** By condition: which rule's it is, and which of its steps. */
    private final int[] ruleOf;

    private final int[] stepOf;
    private long alerts;

    private SequenceRules(Path file, List<String> paths) throws IOException {
        RuleFiles found = RuleFiles.find(paths);
        this.rules = PreparedRules.of(found, List.of(), Map.of(), types).rules().stream()
                .filter(compiled -> compiled.rule().body() instanceof EqlBody body && EqlQueries.isSequence(body))
                .limit(RULES_MAX)
                .toList();
        this.plan = HuntPlan.of(rules, Clock.STREAM, types, false, StateBudget.DEFAULT, alert -> {});
        this.bytes = Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) + 16);
        this.ends = Rounds.lineEnds(bytes, (int) Files.size(file));
        int steps = rules.stream().mapToInt(rule -> rule.conditions().size()).sum();
        this.ruleOf = new int[steps];
        this.stepOf = new int[steps];
        int condition = 0;
        for (int rule = 0; rule < rules.size(); rule++) {
            for (int step = 0; step < rules.get(rule).conditions().size(); step++) {
                ruleOf[condition] = rule;
                stepOf[condition++] = step;
            }
        }
    }

    public static void main(String[] arguments) throws IOException {
        List<String> paths = List.of(arguments).subList(2, arguments.length);
        SequenceRules measured = new SequenceRules(Path.of(arguments[0]), paths);
        if (measured.rules.isEmpty()) {
            System.out.println("no sequence rule in " + String.join(" ", paths));
            return;
        }
        Rounds works = new Rounds(measured.ends.length);
        works.add("Picket's reader", () -> Rounds.reader(measured.bytes, measured.ends, measured.plan.fields()));
        works.add("read and matched", () -> measured.run(List.of()));
        works.add("read, matched and joined", () -> measured.run(measured.detectors()));
        works.run(Integer.parseInt(arguments[1]));
        System.out.printf(
                Locale.ROOT,
                "%d sequence rules, %d steps, %,d events, %,d alerts%n%s",
                measured.rules.size(),
                measured.ruleOf.length,
                measured.ends.length,
                measured.alerts,
                works.table());
    }

    private List<Detector> detectors() {
        alerts = 0;
        List<Detector> detectors = new ArrayList<>();
        for (HuntPlan.Compiled rule : rules) {
            detectors.add(Detectors.of(
                    rule.rule(),
                    rule.conditions(),
                    Clock.STREAM,
                    plan.fields(),
                    types,
                    alert -> alerts++,
                    StateBudget.DEFAULT));
        }
        return detectors;
    }

    private void run(List<Detector> detectors) {
        FieldTable fields = plan.fields();
        EventReader reader = new EventReader(fields);
        Event event = new Event(fields);
        Provenance provenance = new Provenance(fields);
        Matcher matcher = new Matcher(plan.matches());
        int time = fields.slot("@timestamp");
        int[] met = new int[ruleOf.length];
        int start = 0;
        for (int end : ends) {
            reader.readHit(bytes, start, end, event);
            event.origin(provenance.indexOf(event), event.id());
            int matched = matcher.match(event);
            if (matched > 0 && !detectors.isEmpty()) {
                int value = event.first(time);
                long millis = DateText.millis(event.bytes(value), event.from(value), event.length(value));
                join(detectors, matcher, matched, event, millis, met);
            }
            start = end + 1;
        }
        detectors.forEach(Detector::finish);
    }

    private void join(List<Detector> detectors, Matcher matcher, int matched, Event event, long millis, int[] met) {
        int at = 0;
        while (at < matched) {
            int rule = ruleOf[matcher.matched(at)];
            int count = 0;
            while (at < matched && ruleOf[matcher.matched(at)] == rule) {
                met[count++] = stepOf[matcher.matched(at++)];
            }
            detectors.get(rule).add(event, met, count, millis, millis);
        }
    }
}
