package io.picket.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What a command did: its exit code, its data and its words. */
record Ran(int exit, String out, String err) {

    static Ran picket(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[arguments.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = String.valueOf(arguments[i]);
        }
        int exit = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new Ran(exit, out.toString(), err.toString());
    }
}
