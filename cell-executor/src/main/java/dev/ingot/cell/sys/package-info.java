/** The operating system as plain calls: libc by FFM, child processes, files written whole. Knows nothing of instances. */
@NullMarked
package dev.ingot.cell.sys;

import org.jspecify.annotations.NullMarked;
