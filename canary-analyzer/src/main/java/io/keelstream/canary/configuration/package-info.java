/** Reads the {@code analysis} block of an application from YAML, with errors that name place and remedy. */
@NullMarked
package io.keelstream.canary.configuration;

import org.jspecify.annotations.NullMarked;
