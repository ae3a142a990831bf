package io.picket.bench;

import io.picket.condition.BundledFieldTypes;
import io.picket.condition.FieldTypes;
import io.picket.detect.Clock;
import io.picket.detect.StateBudget;
import io.picket.event.FieldTable;
import io.picket.pipeline.EventFile;
import io.picket.pipeline.Hunt;
import io.picket.pipeline.HuntOptions;
import io.picket.pipeline.HuntPlan;
import io.picket.pipeline.HuntProgress;
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
 * One file of events through three hands in one run, in turn, several times over: jackson-core taking the fields that
 * the rules name out of each line; Picket's reader taking the same; and a whole hunt from file to alerts. Told are
 * events a second of processor time of the thread, so that what else the machine does matters little, and the ratios.
 *
 * <p>{@code main EVENTS-FILE ROUNDS RULES…}
 */
public final class WholeHunt {

    private WholeHunt() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        int rounds = Integer.parseInt(arguments[1]);
        RuleFiles rules = RuleFiles.find(List.of(arguments).subList(2, arguments.length));
        FieldTypes types = BundledFieldTypes.get();
        byte[] bytes = Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) + 16);
        int size = (int) Files.size(file);
        int[] ends = Rounds.lineEnds(bytes, size);
        FieldTable fields = plan(rules, types, new long[1]).fields();
        long[] alerts = new long[1];
        Rounds works = new Rounds(ends.length);
        works.add("jackson-core, the same fields", () -> Rounds.jackson(bytes, ends, fields));
        works.add("Picket's reader", () -> Rounds.reader(bytes, ends, fields));
        works.add("whole hunt, file to alerts", () -> {
            alerts[0] = 0;
            try (Hunt hunt = new Hunt(plan(rules, types, alerts), HuntOptions.defaults())) {
                hunt.run(List.of(EventFile.of(file)), HuntProgress.SILENT);
            }
        });
        works.run(rounds);
        System.out.printf(
                Locale.ROOT,
                "%,d events, %,d bytes, %d rounds, %d fields, %d alerts%n%s",
                ends.length,
                size,
                rounds,
                fields.size(),
                alerts[0],
                works.table());
    }

    private static HuntPlan plan(RuleFiles rules, FieldTypes types, long[] alerts) {
        PreparedRules prepared = PreparedRules.of(rules, List.of(), Map.of(), types);
        return HuntPlan.of(prepared.rules(), Clock.STREAM, types, true, StateBudget.DEFAULT, alert -> alerts[0]++);
    }
}
