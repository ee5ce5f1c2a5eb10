package io.keelstream.gitwatcher.git;

import java.io.File;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;

/**
 * Keeps JGit away from the configuration of the machine and of the account: URL rewrites, credential helpers, proxies and
 * hooks there are meant for interactive use. Nor does JGit write its measurements of the file system into the home folder.
 */
final class IsolatedSystemReader extends SystemReader.Delegate {

    private IsolatedSystemReader(SystemReader platform) {
        super(platform);
    }

    /** Makes the whole process use it. Idempotent. */
    static synchronized void install() {
        SystemReader present = SystemReader.getInstance();
        if (!(present instanceof IsolatedSystemReader)) {
            SystemReader.setInstance(new IsolatedSystemReader(present));
        }
    }

    @Override
    public FileBasedConfig openUserConfig(Config parent, FS fs) {
        return new EmptyConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openSystemConfig(Config parent, FS fs) {
        return new EmptyConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(Config parent, FS fs) {
        return new EmptyConfig(parent, fs);
    }

    private static final class EmptyConfig extends FileBasedConfig {

        EmptyConfig(Config parent, FS fs) {
            super(parent, new File(""), fs);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}
