package io.keelstream.gitwatcher.render;

import io.keelstream.gitwatcher.snapshot.Entry;
import io.keelstream.gitwatcher.snapshot.Paths;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files of a folder are templates by their names: {@code <name>-template.<target>.yml} is for one target, and
 * replaces {@code <name>-template.yml}, which is for all.
 */
final class TemplateFiles {

    private static final Pattern NAME = Pattern.compile("(.+)-template(?:\\.([a-z0-9][-a-z0-9]*))?\\.ya?ml");

    private final String target;
    private final Set<String> ownNames = new HashSet<>();

    private TemplateFiles(String target) {
        this.target = target;
    }

    static TemplateFiles of(List<Entry> files, String target) {
        TemplateFiles templates = new TemplateFiles(target);
        for (Entry file : files) {
            Matcher matcher = NAME.matcher(file.name());
            if (matcher.matches() && target.equals(matcher.group(2))) {
                templates.ownNames.add(Paths.parent(file.path()) + "/" + matcher.group(1));
            }
        }
        return templates;
    }

    /** Whether a file was written for this very target. */
    boolean anyForTarget() {
        return !ownNames.isEmpty();
    }

    boolean isTemplateName(Entry file) {
        return NAME.matcher(file.name()).matches();
    }

    /** Whether the file is another target's, or is for all and this target has its own. */
    boolean belongsToAnother(Entry file) {
        Matcher matcher = NAME.matcher(file.name());
        if (!matcher.matches()) {
            return false;
        }
        String whose = matcher.group(2);
        if (whose == null) {
            return ownNames.contains(Paths.parent(file.path()) + "/" + matcher.group(1));
        }
        return !whose.equals(target);
    }
}
