/** The endpoints of packages, uploading and downloading their bits. */
@NullMarked
package dev.ingot.controller.packages.http;

import org.jspecify.annotations.NullMarked;
