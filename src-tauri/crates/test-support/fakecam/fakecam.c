/*
 * Virtual V4L2 cameras in an LD_PRELOAD library, so that tests meet the real
 * camera code without a kernel module.
 *
 * $SPORTELLO_FAKECAM names a folder. Each folder `videoN` in it is a camera,
 * /dev/videoN, made of these files:
 *
 *   modes   one line for each offer: FOURCC WIDTH HEIGHT FRAMES_PER_SECOND
 *   frames  optional, shown in a loop: length (32 bits, little endian), bytes;
 *           without it a moving pattern is shown (YUYV, NV12, RGB3)
 *   fault   optional, read again and again: `stall`, `unplugged`, `busy`
 *           (EBUSY from open), `streaming` (EBUSY once buffers are asked for),
 *           `denied` (EACCES), `hang` (open does not return), `rate N`
 *   sys/    what /sys/class/video4linux/videoN tells, one file for each
 *           attribute (`name`, `serial`, …), whatever folder it stands in;
 *           `udev` is what udev keeps of the device 81:N
 *
 * What open returns is one end of a socket pair: it can be polled without a
 * hook, a byte waits in it for each finished picture, and a camera that was
 * pulled out hangs up. Real video nodes of the machine are hidden.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "camera.h"
#include "ioctls.h"

#define MAX_LISTINGS 16

struct listing { DIR *folder; int next; struct dirent64 entry; };

static struct listing listings[MAX_LISTINGS];

/* 1 where `path` is a camera's or tells of one, with what open returns. */
static int opened(const char *path, int flags, int *result) {
    const char *rest;
    if (!root()) return 0;
    int number = number_after(path, "/dev/video", &rest);
    if (number >= 0 && !*rest) {
        *result = open_camera(number);
        return 1;
    }
    const char *attribute = NULL;
    number = number_after(path, "/sys/class/video4linux/video", &rest);
    if (number >= 0 && *rest == '/') {
        attribute = strrchr(rest, '/') + 1;
    } else {
        number = number_after(path, "/run/udev/data/c81:", &rest);
        if (number >= 0 && !*rest) attribute = "udev";
    }
    if (attribute) {
        char file[512];
        snprintf(file, sizeof file, "%s/video%d/sys/%s", root(), number, attribute);
        if (is_plugged(number)) {
            *result = real_open(file, flags);
        } else {
            errno = ENOENT;
            *result = -1;
        }
        return 1;
    }
    return 0;
}

#define OPEN_HOOK(name)                                                                  \
    int name(const char *path, int flags, ...) {                                         \
        va_list rest;                                                                    \
        va_start(rest, flags);                                                           \
        mode_t permissions = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;   \
        va_end(rest);                                                                    \
        int result;                                                                      \
        if (opened(path, flags, &result)) return result;                                 \
        static int (*next)(const char *, int, ...);                                      \
        if (!next) next = real(#name);                                                   \
        return next(path, flags, permissions);                                           \
    }

OPEN_HOOK(open)
OPEN_HOOK(open64)

#define OPENAT_HOOK(name)                                                                \
    int name(int folder, const char *path, int flags, ...) {                             \
        va_list rest;                                                                    \
        va_start(rest, flags);                                                           \
        mode_t permissions = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;   \
        va_end(rest);                                                                    \
        int result;                                                                      \
        if (opened(path, flags, &result)) return result;                                 \
        static int (*next)(int, const char *, int, ...);                                 \
        if (!next) next = real(#name);                                                   \
        return next(folder, path, flags, permissions);                                   \
    }

OPENAT_HOOK(openat)
OPENAT_HOOK(openat64)

int close(int fd) {
    static int (*next)(int);
    if (!next) next = real("close");
    if (open_handles) {
        pthread_mutex_lock(&lock);
        struct camera *camera = camera_of(fd);
        if (camera) {
            for (int i = 0; i < MAX_HANDLES; i++)
                if (handles[i].camera && handles[i].fd == fd) handles[i].camera = NULL;
            open_handles--;
            if (camera->owner == fd) {
                stop(camera);
                free_buffers(camera);
            }
            if (!--camera->handles) forget(camera);
        }
        pthread_mutex_unlock(&lock);
    }
    return next(fd);
}

int ioctl(int fd, unsigned long request, ...) {
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    int result;
    if (intercepted(fd, request, argument, &result)) return result;
    static int (*next)(int, unsigned long, ...);
    if (!next) next = real("ioctl");
    return next(fd, request, argument);
}

/* The crate v4l asks through syscall(SYS_ioctl, …). */
long syscall(long number, ...) {
    long a[6];
    va_list rest;
    va_start(rest, number);
    for (int i = 0; i < 6; i++) a[i] = va_arg(rest, long);
    va_end(rest);
    int result;
    if (number == SYS_ioctl && intercepted((int)a[0], (unsigned long)a[1], (void *)a[2], &result)) return result;
    static long (*next)(long, ...);
    if (!next) next = real("syscall");
    return next(number, a[0], a[1], a[2], a[3], a[4], a[5]);
}

#define MMAP_HOOK(name, offset_type)                                                               \
    void *name(void *at, size_t length, int protection, int flags, int fd, offset_type offset) {   \
        if (open_handles && fd >= 0) {                                                             \
            pthread_mutex_lock(&lock);                                                             \
            struct camera *camera = camera_of(fd);                                                 \
            int memory = camera ? camera->memory_fd : -1;                                          \
            pthread_mutex_unlock(&lock);                                                           \
            if (camera) fd = memory;                                                               \
        }                                                                                          \
        return (void *)syscall(SYS_mmap, at, length, protection, flags, fd, offset);               \
    }

MMAP_HOOK(mmap, off_t)
MMAP_HOOK(mmap64, off64_t)

/* The list of /dev: ours instead of the machine's. */

DIR *opendir(const char *path) {
    static DIR *(*next)(const char *);
    if (!next) next = real("opendir");
    DIR *folder = next(path);
    if (folder && root() && (!strcmp(path, "/dev") || !strcmp(path, "/dev/"))) {
        pthread_mutex_lock(&lock);
        for (int i = 0; i < MAX_LISTINGS; i++)
            if (!listings[i].folder) {
                listings[i].folder = folder;
                listings[i].next = 0;
                break;
            }
        pthread_mutex_unlock(&lock);
    }
    return folder;
}

static struct listing *listing_of(DIR *folder) {
    for (int i = 0; i < MAX_LISTINGS; i++)
        if (listings[i].folder == folder) return &listings[i];
    return NULL;
}

struct dirent64 *readdir64(DIR *folder) {
    static struct dirent64 *(*next)(DIR *);
    if (!next) next = real("readdir64");
    struct dirent64 *entry = next(folder);
    struct listing *listing = listing_of(folder);
    if (!listing) return entry;
    while (entry && !strncmp(entry->d_name, "video", 5)) entry = next(folder);
    if (entry) return entry;
    /* The end is told from a failure by errno, which stays as it was. */
    int before = errno;
    while (listing->next < MAX_NUMBER) {
        int number = listing->next++;
        int plugged = is_plugged(number);
        errno = before;
        if (!plugged) continue;
        listing->entry.d_ino = 1 + number;
        listing->entry.d_type = DT_CHR;
        listing->entry.d_reclen = sizeof listing->entry;
        snprintf(listing->entry.d_name, sizeof listing->entry.d_name, "video%d", number);
        return &listing->entry;
    }
    return NULL;
}

int closedir(DIR *folder) {
    static int (*next)(DIR *);
    if (!next) next = real("closedir");
    pthread_mutex_lock(&lock);
    struct listing *listing = listing_of(folder);
    if (listing) listing->folder = NULL;
    pthread_mutex_unlock(&lock);
    return next(folder);
}
