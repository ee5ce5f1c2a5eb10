/** The commands {@code plan} and {@code diff}. */
@NullMarked
package io.keelstream.cli.plan;

import org.jspecify.annotations.NullMarked;
