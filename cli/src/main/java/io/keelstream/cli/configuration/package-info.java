/** Reading the files with properties that commands are given. */
@NullMarked
package io.keelstream.cli.configuration;

import org.jspecify.annotations.NullMarked;
