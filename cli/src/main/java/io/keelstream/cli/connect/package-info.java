/** Finding a running Keelstream: the state folder, its lock and its endpoint file. */
@NullMarked
package io.keelstream.cli.connect;

import org.jspecify.annotations.NullMarked;
