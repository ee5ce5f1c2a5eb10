/** Webhooks of Git hosts, for who sets them up. */
@NullMarked
package io.keelstream.cli.hook;

import org.jspecify.annotations.NullMarked;
