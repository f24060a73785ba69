/** Writable layers with a limit that holds: sparse ext4 images on loop devices, made ahead. */
@NullMarked
package dev.ingot.cell.disk;

import org.jspecify.annotations.NullMarked;
