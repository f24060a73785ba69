/** The whole platform as a black box: the real `ingot` command, git, curl, a real browser, a real Docker Engine. */
@NullMarked
package dev.ingot.e2e;

import org.jspecify.annotations.NullMarked;
