/** From conmon's log files to the controller: nothing lost, order kept per stream, bounded on disk and in memory. */
@NullMarked
package dev.ingot.cell.logs;

import org.jspecify.annotations.NullMarked;
