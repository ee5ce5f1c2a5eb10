/** The evidence of a canary release, drawn. */
@NullMarked
package io.keelstream.cli.canary;

import org.jspecify.annotations.NullMarked;
