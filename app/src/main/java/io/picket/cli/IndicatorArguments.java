package io.picket.cli;

import io.picket.pipeline.EventFile;
import io.picket.pipeline.EventFiles;
import io.picket.pipeline.HuntPlan;
import io.picket.pipeline.IndicatorFiles;
import io.picket.pipeline.IndicatorFiles.Given;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What {@code --indicators} names. */
final class IndicatorArguments {

    private IndicatorArguments() {}

    /** The files of arguments, each a file or folder, with or without an index before it. */
    static List<Given> files(List<String> arguments) throws InputException {
        List<Given> given = new ArrayList<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            boolean isPath = equals < 0 || Files.exists(Path.of(argument));
            String index = isPath ? "" : argument.substring(0, equals);
            String path = isPath ? argument : argument.substring(equals + 1);
            if (path.equals("-")) {
                throw new InputException("--indicators: the standard input cannot be used here; name a file");
            }
            EventFiles found = EventFiles.find(List.of(path));
            if (!found.errors().isEmpty()) {
                throw new InputException("--indicators: " + String.join("\npicket: --indicators: ", found.errors()));
            }
            for (EventFile file : found.files()) {
                given.add(new Given(index, file));
            }
        }
        return given;
    }

    /** Reads the files into the rules of a plan, says what became of them, and whether all could be read. */
    static boolean read(HuntPlan plan, List<Given> given, PrintWriter err) throws IOException, InputException {
        if (!IndicatorFiles.isAnybodyInterested(plan)) {
            err.println(
                    "picket: no rule takes indicators, so --indicators is of no use: rules of type threat_match do");
            return true;
        }
        IndicatorFiles.Outcome outcome = IndicatorFiles.read(plan, given);
        Words.unread(outcome.rejections(), outcome.faults(), err);
        if (outcome.unused() > 0) {
            Words.say(
                    err,
                    "of " + Words.counted(outcome.documents(), "document") + " given as indicators, "
                            + Words.counted(outcome.unused(), "document") + (outcome.unused() == 1 ? " is" : " are")
                            + " none for any rule: not what threat_index, threat_query and threat_filters ask for, or without"
                            + " the fields of a threat_mapping");
        }
        if (!outcome.refusals().isEmpty()) {
            throw new InputException(String.join("\npicket: ", outcome.refusals())
                    + "; --indicator-budget allows more, at some 100 to 300 MiB a million");
        }
        return outcome.faults().isEmpty();
    }
}
