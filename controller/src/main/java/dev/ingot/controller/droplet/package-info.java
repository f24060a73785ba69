/** Droplets: what builds result in, images by digest with process types; one of an app's is current. */
@NullMarked
package dev.ingot.controller.droplet;

import org.jspecify.annotations.NullMarked;
