package io.keelstream.kubernetes.yaml;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.scanner.ScannerImpl;
import org.yaml.snakeyaml.tokens.BlockEndToken;
import org.yaml.snakeyaml.tokens.BlockMappingStartToken;
import org.yaml.snakeyaml.tokens.BlockSequenceStartToken;
import org.yaml.snakeyaml.tokens.FlowMappingEndToken;
import org.yaml.snakeyaml.tokens.FlowMappingStartToken;
import org.yaml.snakeyaml.tokens.FlowSequenceEndToken;
import org.yaml.snakeyaml.tokens.FlowSequenceStartToken;
import org.yaml.snakeyaml.tokens.ScalarToken;
import org.yaml.snakeyaml.tokens.StreamEndToken;
import org.yaml.snakeyaml.tokens.Token;

/**
 * The tabs of a text that begin a line and are no indentation to kubectl: plain text goes on behind them, or a flow
 * collection does. That depends on all that is before, so it is asked where reading has stopped at a tab. The rules are those of
 * go-yaml's scanner ({@code yaml_parser_scan_plain_scalar}, {@code yaml_parser_scan_to_next_token}). For one use by one thread.
 */
final class ContinuingTabs {

    /** So many characters are read again at most; many such tabs in a large text are an error. */
    private static final long MOST_READ = 8 << 20;

    private final String text;
    private final LoaderOptions options;
    private final BitSet found = new BitSet();
    private long read;

    ContinuingTabs(String text, LoaderOptions options) {
        this.text = text;
        this.options = options;
    }

    /** Their positions, in code points, as far as they are known. */
    BitSet found() {
        return found;
    }

    /**
     * Looks at the place where reading stopped: at a tab, or at what is behind it.
     *
     * @return whether a tab is known now that was not before
     */
    boolean add(Mark place) {
        read += text.length();
        if (read > MOST_READ) {
            return false;
        }
        int at = text.offsetByCodePoints(0, Math.min(place.getIndex(), text.codePointCount(0, text.length())));
        int start = at;
        while (start > 0 && isBlank(text.charAt(start - 1))) {
            start--;
        }
        int tab = start;
        while (tab < text.length() && text.charAt(tab) == ' ') {
            tab++;
        }
        int first = text.codePointCount(0, tab);
        boolean begins = start > 0 && (text.charAt(start - 1) == '\n' || text.charAt(start - 1) == '\r');
        if (!begins
                || tab == text.length()
                || text.charAt(tab) != '\t'
                || found.get(first)
                || !continues(text.substring(0, tab), tab - start)) {
            return false;
        }
        for (int next = tab; next < text.length() && isBlank(text.charAt(next)); next++) {
            found.set(first + next - tab);
        }
        return true;
    }

    /** Whether what is before a tab goes on behind it. */
    private boolean continues(String before, int column) {
        Deque<Integer> blocks = new ArrayDeque<>();
        int flows = 0;
        int indent = -1;
        Token last = null;
        try {
            ScannerImpl scanner = new ScannerImpl(SeparatingTabs.reader(before, found), options);
            while (!(scanner.peekToken() instanceof StreamEndToken)) {
                Token token = scanner.getToken();
                switch (token) {
                    case BlockMappingStartToken start ->
                        blocks.push(start.getStartMark().getColumn());
                    case BlockSequenceStartToken start ->
                        blocks.push(start.getStartMark().getColumn());
                    case BlockEndToken _ -> blocks.pop();
                    case FlowMappingStartToken _, FlowSequenceStartToken _ -> flows++;
                    case FlowMappingEndToken _, FlowSequenceEndToken _ -> flows--;
                    default -> {}
                }
                if (!(token instanceof BlockEndToken)) {
                    last = token;
                    indent = blocks.isEmpty() ? -1 : blocks.peek();
                }
            }
        } catch (YAMLException unreadable) {
            return false;
        }
        boolean plain = last instanceof ScalarToken scalar
                && scalar.getPlain()
                && before.substring(
                                before.offsetByCodePoints(0, scalar.getEndMark().getIndex()))
                        .isBlank();
        return plain ? column > indent : flows > 0;
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t';
    }
}
