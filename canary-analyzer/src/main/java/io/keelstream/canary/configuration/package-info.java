/** Reads the {@code analysis} block of an application from YAML, with errors that name file, line and remedy. */
@NullMarked
package io.keelstream.canary.offline.configuration;

import org.jspecify.annotations.NullMarked;
