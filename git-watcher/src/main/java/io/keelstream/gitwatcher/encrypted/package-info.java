/**
 * Documents encrypted with SOPS, on their way through a renderer: what it gets instead of them, and what of its output may stand
 * for an encrypted value. Core; git-watcher has no keys.
 */
@NullMarked
package io.keelstream.gitwatcher.encrypted;

import org.jspecify.annotations.NullMarked;
