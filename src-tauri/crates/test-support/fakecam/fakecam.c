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

#define MAX_NUMBER 64
#define MAX_MODES 32
#define MAX_BUFFERS 8
#define MAX_HANDLES 64
#define MAX_LISTINGS 16

#define FAIL(code) do { errno = (code); return -1; } while (0)

struct mode { uint32_t fourcc, width, height, rate; };

struct queue { unsigned index[MAX_BUFFERS]; unsigned first, count; };

struct camera {
    int number, handles;
    struct mode modes[MAX_MODES];
    unsigned mode_count, current;
    int ours, theirs;            /* the two ends of the socket pair */
    int memory_fd;
    unsigned char *memory;
    size_t size;                 /* bytes of one buffer */
    unsigned buffers;
    int owner;                   /* the handle that asked for buffers */
    struct queue waiting, done;
    uint32_t bytes[MAX_BUFFERS];
    struct timeval taken[MAX_BUFFERS];
    uint32_t sequences[MAX_BUFFERS];
    unsigned char *film, *next;  /* the frames file in memory */
    size_t film_length;
    uint32_t sequence;
    int streaming, gone;
    pthread_t ticker;
};

struct handle { int fd; struct camera *camera; };

struct listing { DIR *folder; int next; struct dirent64 entry; };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct handle handles[MAX_HANDLES];
static int open_handles;
static struct listing listings[MAX_LISTINGS];

static void *real(const char *name) { return dlsym(RTLD_NEXT, name); }

/* Past the hooks below, which take the lock. */

static int real_open(const char *path, int flags) {
    return (int)syscall(SYS_openat, AT_FDCWD, path, flags, 0);
}

static void real_close(int fd) { syscall(SYS_close, fd); }

static void *real_mmap(size_t length, int protection, int flags, int fd) {
    return (void *)syscall(SYS_mmap, NULL, length, protection, flags, fd, 0L);
}

/* ------------------------------------------------------------- files */

static const char *root(void) { return getenv("SPORTELLO_FAKECAM"); }

/* Reads a small file of a camera; the length, or -1. */
static ssize_t slurp(int number, const char *name, char *text, size_t room) {
    char path[512];
    if (!root()) return -1;
    snprintf(path, sizeof path, "%s/video%d/%s", root(), number, name);
    int fd = real_open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return -1;
    ssize_t length = read(fd, text, room - 1);
    real_close(fd);
    text[length > 0 ? length : 0] = 0;
    return length;
}

/* Whether the fault of a camera begins with `name`. */
static int fault_is(int number, const char *name) {
    char text[64];
    return slurp(number, "fault", text, sizeof text) > 0 && !strncmp(text, name, strlen(name));
}

static int is_plugged(int number) {
    char text[4];
    return slurp(number, "modes", text, sizeof text) > 0 && !fault_is(number, "unplugged");
}

/* The N of `prefix`N`rest`, or -1; `rest` is what follows the number. */
static int number_after(const char *path, const char *prefix, const char **rest) {
    size_t length = strlen(prefix);
    if (!path || strncmp(path, prefix, length)) return -1;
    char *end;
    if (path[length] < '0' || path[length] > '9') return -1;
    long number = strtol(path + length, &end, 10);
    *rest = end;
    return number < MAX_NUMBER ? (int)number : -1;
}

/* ------------------------------------------------------------ cameras */

static struct camera *camera_of(int fd) {
    for (int i = 0; open_handles && fd >= 0 && i < MAX_HANDLES; i++)
        if (handles[i].camera && handles[i].fd == fd) return handles[i].camera;
    return NULL;
}

static size_t picture_size(const struct mode *mode) {
    size_t pixels = (size_t)mode->width * mode->height;
    switch (mode->fourcc) {
    case V4L2_PIX_FMT_NV12: return pixels * 3 / 2;
    case V4L2_PIX_FMT_RGB24: return pixels * 3;
    default: return pixels * 2;
    }
}

static struct camera *load(int number) {
    char text[2048];
    if (slurp(number, "modes", text, sizeof text) <= 0) return NULL;
    struct camera *camera = calloc(1, sizeof *camera);
    camera->number = number;
    camera->memory_fd = camera->owner = -1;
    char *at, *line = strtok_r(text, "\n", &at);
    for (; line && camera->mode_count < MAX_MODES; line = strtok_r(NULL, "\n", &at)) {
        struct mode *mode = &camera->modes[camera->mode_count];
        char name[5];
        if (sscanf(line, "%4s %u %u %u", name, &mode->width, &mode->height, &mode->rate) == 4) {
            mode->fourcc = v4l2_fourcc(name[0], name[1], name[2], name[3]);
            camera->mode_count++;
        }
    }
    int ends[2];
    if (!camera->mode_count || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends)) {
        free(camera);
        return NULL;
    }
    camera->ours = ends[0];
    camera->theirs = ends[1];
    char path[512];
    snprintf(path, sizeof path, "%s/video%d/frames", root(), number);
    int fd = real_open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (fd >= 0) {
        if (!fstat(fd, &about) && about.st_size > 4) {
            void *film = real_mmap(about.st_size, PROT_READ, MAP_PRIVATE, fd);
            if (film != MAP_FAILED) {
                camera->film = camera->next = film;
                camera->film_length = about.st_size;
            }
        }
        real_close(fd);
    }
    return camera;
}

static int open_camera(int number) {
    while (fault_is(number, "hang")) usleep(10000);
    if (!is_plugged(number)) FAIL(ENOENT);
    if (fault_is(number, "busy")) FAIL(EBUSY);
    if (fault_is(number, "denied")) FAIL(EACCES);
    pthread_mutex_lock(&lock);
    struct camera *camera = NULL;
    struct handle *slot = NULL;
    for (int i = 0; i < MAX_HANDLES; i++) {
        struct camera *known = handles[i].camera;
        if (!known) slot = &handles[i];
        else if (known->number == number && !known->gone) camera = known;
    }
    if (!camera) camera = load(number);
    int fd = camera && slot ? fcntl(camera->theirs, F_DUPFD_CLOEXEC, 3) : -1;
    if (fd >= 0) {
        slot->fd = fd;
        slot->camera = camera;
        camera->handles++;
        open_handles++;
    }
    pthread_mutex_unlock(&lock);
    if (fd < 0) FAIL(ENODEV);
    return fd;
}

static void hang_up(struct camera *camera) {
    camera->gone = 1;
    shutdown(camera->ours, SHUT_RDWR);
}

static unsigned pop(struct queue *queue) {
    unsigned index = queue->index[queue->first];
    queue->first = (queue->first + 1) % MAX_BUFFERS;
    queue->count--;
    return index;
}

static void push(struct queue *queue, unsigned index) {
    if (queue->count < MAX_BUFFERS)
        queue->index[(queue->first + queue->count++) % MAX_BUFFERS] = index;
}

/* ----------------------------------------------------------- pictures */

/* A bright bar that wanders to the right over a slope of grey. */
static unsigned char grey(const struct mode *mode, uint32_t sequence, unsigned x, unsigned y) {
    unsigned bar = (sequence * 8) % mode->width;
    if (x >= bar && x < bar + mode->width / 16) return 235;
    return 16 + (x + y) * 160 / (mode->width + mode->height);
}

static uint32_t draw(const struct mode *mode, uint32_t sequence, unsigned char *to) {
    for (unsigned y = 0; y < mode->height; y++)
        for (unsigned x = 0; x < mode->width; x++) {
            unsigned char value = grey(mode, sequence, x, y);
            size_t at = (size_t)y * mode->width + x;
            if (mode->fourcc == V4L2_PIX_FMT_YUYV) {
                to[at * 2] = value;
                to[at * 2 + 1] = 128;
            } else if (mode->fourcc == V4L2_PIX_FMT_RGB24) {
                memset(to + at * 3, value, 3);
            } else {
                to[at] = value;
            }
        }
    if (mode->fourcc == V4L2_PIX_FMT_NV12) {
        size_t pixels = (size_t)mode->width * mode->height;
        memset(to + pixels, 128, pixels / 2);
    }
    return picture_size(mode);
}

static uint32_t expose(struct camera *camera, unsigned char *to) {
    const struct mode *mode = &camera->modes[camera->current];
    if (!camera->film) return draw(mode, camera->sequence, to);
    unsigned char *end = camera->film + camera->film_length;
    if (camera->next + 4 > end) camera->next = camera->film;
    uint32_t length;
    memcpy(&length, camera->next, 4);
    if (length > (size_t)(end - camera->next - 4)) return 0;
    uint32_t shown = length < camera->size ? length : camera->size;
    memcpy(to, camera->next + 4, shown);
    camera->next += 4 + (size_t)length;
    return shown;
}

/* Frames a second: what the fault says, else what the mode promises. */
static unsigned rate_of(struct camera *camera) {
    char text[64];
    unsigned rate = 0;
    if (slurp(camera->number, "fault", text, sizeof text) > 0) sscanf(text, "rate %u", &rate);
    if (!rate) rate = camera->modes[camera->current].rate;
    return rate ? rate : 1;
}

static void *tick(void *argument) {
    struct camera *camera = argument;
    struct timespec due;
    clock_gettime(CLOCK_MONOTONIC, &due);
    for (;;) {
        due.tv_nsec += 1000000000L / rate_of(camera);
        if (due.tv_nsec >= 1000000000L) due.tv_sec++, due.tv_nsec -= 1000000000L;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        /* Late by more than a moment: a camera loses pictures, it does not hurry. */
        if (now.tv_sec - due.tv_sec > 1) due = now;
        int plugged = is_plugged(camera->number), stalled = fault_is(camera->number, "stall");
        pthread_mutex_lock(&lock);
        int streaming = camera->streaming;
        if (streaming && !plugged) {
            hang_up(camera);
            streaming = 0;
        } else if (streaming && !stalled && camera->waiting.count) {
            unsigned index = pop(&camera->waiting);
            camera->bytes[index] = expose(camera, camera->memory + index * camera->size);
            camera->sequences[index] = camera->sequence++;
            camera->taken[index] = (struct timeval){due.tv_sec, due.tv_nsec / 1000};
            push(&camera->done, index);
            if (send(camera->ours, "", 1, MSG_NOSIGNAL) != 1) streaming = 0;
        }
        pthread_mutex_unlock(&lock);
        if (!streaming) return NULL;
    }
}

/* Ends the ticker; the lock is held, and let go for a moment. */
static void stop(struct camera *camera) {
    if (!camera->streaming) return;
    camera->streaming = 0;
    pthread_mutex_unlock(&lock);
    pthread_join(camera->ticker, NULL);
    pthread_mutex_lock(&lock);
    char byte[MAX_BUFFERS];
    while (recv(camera->theirs, byte, sizeof byte, MSG_DONTWAIT) > 0) {}
    memset(&camera->waiting, 0, sizeof camera->waiting);
    memset(&camera->done, 0, sizeof camera->done);
}

static void free_buffers(struct camera *camera) {
    if (camera->memory) munmap(camera->memory, camera->size * camera->buffers);
    if (camera->memory_fd >= 0) real_close(camera->memory_fd);
    camera->memory = NULL;
    camera->memory_fd = -1;
    camera->buffers = 0;
    camera->owner = -1;
}

static void forget(struct camera *camera) {
    stop(camera);
    free_buffers(camera);
    if (camera->film) munmap(camera->film, camera->film_length);
    real_close(camera->ours);
    real_close(camera->theirs);
    free(camera);
}

/* ------------------------------------------------------------- ioctls */

static void describe(const struct mode *mode, struct v4l2_pix_format *to) {
    to->width = mode->width;
    to->height = mode->height;
    to->pixelformat = mode->fourcc;
    to->field = V4L2_FIELD_NONE;
    to->bytesperline = mode->fourcc == V4L2_PIX_FMT_YUYV  ? mode->width * 2
                     : mode->fourcc == V4L2_PIX_FMT_RGB24 ? mode->width * 3
                     : mode->fourcc == V4L2_PIX_FMT_NV12  ? mode->width
                                                          : 0;
    to->sizeimage = picture_size(mode);
    to->colorspace = V4L2_COLORSPACE_SRGB;
}

/* The nearest mode to what is asked for: of that format, then of that size. */
static unsigned nearest(const struct camera *camera, const struct v4l2_pix_format *asked) {
    unsigned best = camera->current;
    long best_gap = -1;
    for (unsigned i = 0; i < camera->mode_count; i++) {
        const struct mode *mode = &camera->modes[i];
        long gap = labs((long)mode->width - asked->width) + labs((long)mode->height - asked->height);
        if (mode->fourcc == asked->pixelformat && (best_gap < 0 || gap < best_gap)) best = i, best_gap = gap;
    }
    return best;
}

static void tell_rate(const struct camera *camera, struct v4l2_streamparm *to) {
    memset(&to->parm, 0, sizeof to->parm);
    to->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
    to->parm.capture.timeperframe.numerator = 1;
    to->parm.capture.timeperframe.denominator = camera->modes[camera->current].rate;
}

static void set_rate(struct camera *camera, const struct v4l2_fract *interval) {
    const struct mode *now = &camera->modes[camera->current];
    unsigned asked = interval->numerator ? interval->denominator / interval->numerator : 0;
    for (unsigned i = 0; i < camera->mode_count; i++) {
        const struct mode *mode = &camera->modes[i];
        if (mode->fourcc == now->fourcc && mode->width == now->width && mode->height == now->height && mode->rate == asked) {
            camera->current = i;
            return;
        }
    }
}

static int enumerate_formats(const struct camera *camera, struct v4l2_fmtdesc *to) {
    unsigned seen = 0;
    for (unsigned i = 0; i < camera->mode_count; i++) {
        unsigned first = 0;
        while (camera->modes[first].fourcc != camera->modes[i].fourcc) first++;
        if (first == i && seen++ == to->index) {
            to->pixelformat = camera->modes[i].fourcc;
            to->flags = to->pixelformat == V4L2_PIX_FMT_MJPEG ? V4L2_FMT_FLAG_COMPRESSED : 0;
            memcpy(to->description, &to->pixelformat, 4);
            to->description[4] = 0;
            return 0;
        }
    }
    FAIL(EINVAL);
}

static int enumerate_sizes(const struct camera *camera, struct v4l2_frmsizeenum *to) {
    unsigned seen = 0;
    for (unsigned i = 0; i < camera->mode_count; i++) {
        const struct mode *mode = &camera->modes[i];
        if (mode->fourcc != to->pixel_format) continue;
        unsigned first = 0;
        while (camera->modes[first].fourcc != mode->fourcc || camera->modes[first].width != mode->width || camera->modes[first].height != mode->height) first++;
        if (first == i && seen++ == to->index) {
            to->type = V4L2_FRMSIZE_TYPE_DISCRETE;
            to->discrete.width = mode->width;
            to->discrete.height = mode->height;
            return 0;
        }
    }
    FAIL(EINVAL);
}

static int enumerate_rates(const struct camera *camera, struct v4l2_frmivalenum *to) {
    unsigned seen = 0;
    for (unsigned i = 0; i < camera->mode_count; i++) {
        const struct mode *mode = &camera->modes[i];
        if (mode->fourcc == to->pixel_format && mode->width == to->width && mode->height == to->height && seen++ == to->index) {
            to->type = V4L2_FRMIVAL_TYPE_DISCRETE;
            to->discrete.numerator = 1;
            to->discrete.denominator = mode->rate;
            return 0;
        }
    }
    FAIL(EINVAL);
}

static int request_buffers(struct camera *camera, int fd, struct v4l2_requestbuffers *asked) {
    if (asked->memory != V4L2_MEMORY_MMAP) FAIL(EINVAL);
    if (camera->buffers && camera->owner != fd) FAIL(EBUSY);
    if (fault_is(camera->number, "streaming")) FAIL(EBUSY);
    if (camera->streaming) FAIL(EBUSY);
    free_buffers(camera);
    if (!asked->count) return 0;
    if (asked->count > MAX_BUFFERS) asked->count = MAX_BUFFERS;
    long page = sysconf(_SC_PAGESIZE);
    camera->size = (picture_size(&camera->modes[camera->current]) + page - 1) / page * page;
    camera->memory_fd = memfd_create("fakecam", MFD_CLOEXEC);
    if (camera->memory_fd < 0 || ftruncate(camera->memory_fd, camera->size * asked->count)) FAIL(ENOMEM);
    camera->memory = real_mmap(camera->size * asked->count, PROT_READ | PROT_WRITE, MAP_SHARED, camera->memory_fd);
    if (camera->memory == MAP_FAILED) {
        camera->memory = NULL;
        FAIL(ENOMEM);
    }
    camera->buffers = asked->count;
    camera->owner = fd;
    return 0;
}

static int dequeue(struct camera *camera, struct v4l2_buffer *to) {
    char byte;
    if (recv(camera->theirs, &byte, 1, MSG_DONTWAIT) != 1 || !camera->done.count) FAIL(camera->gone ? ENODEV : EAGAIN);
    unsigned index = pop(&camera->done);
    to->index = index;
    to->bytesused = camera->bytes[index];
    to->length = camera->size;
    to->m.offset = index * camera->size;
    to->sequence = camera->sequences[index];
    to->timestamp = camera->taken[index];
    to->field = V4L2_FIELD_NONE;
    to->flags = V4L2_BUF_FLAG_DONE | V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;
    return 0;
}

static int answer(struct camera *camera, int fd, unsigned request, void *argument) {
    switch (request) {
    case VIDIOC_QUERYCAP: {
        struct v4l2_capability *to = argument;
        memset(to, 0, sizeof *to);
        strcpy((char *)to->driver, "fakecam");
        if (slurp(camera->number, "sys/name", (char *)to->card, sizeof to->card) > 0)
            to->card[strcspn((char *)to->card, "\n")] = 0;
        strcpy((char *)to->bus_info, "platform:fakecam");
        to->version = 0x060000;
        to->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
        to->capabilities = to->device_caps | V4L2_CAP_DEVICE_CAPS;
        return 0;
    }
    case VIDIOC_ENUM_FMT: return enumerate_formats(camera, argument);
    case VIDIOC_ENUM_FRAMESIZES: return enumerate_sizes(camera, argument);
    case VIDIOC_ENUM_FRAMEINTERVALS: return enumerate_rates(camera, argument);
    case VIDIOC_S_FMT:
        if (camera->buffers) FAIL(EBUSY);
        camera->current = nearest(camera, &((struct v4l2_format *)argument)->fmt.pix);
        /* fall through */
    case VIDIOC_G_FMT: describe(&camera->modes[camera->current], &((struct v4l2_format *)argument)->fmt.pix); return 0;
    case VIDIOC_S_PARM:
        if (camera->buffers) FAIL(EBUSY);
        set_rate(camera, &((struct v4l2_streamparm *)argument)->parm.capture.timeperframe);
        /* fall through */
    case VIDIOC_G_PARM: tell_rate(camera, argument); return 0;
    case VIDIOC_REQBUFS: return request_buffers(camera, fd, argument);
    case VIDIOC_QUERYBUF: {
        struct v4l2_buffer *to = argument;
        if (to->index >= camera->buffers) FAIL(EINVAL);
        to->length = camera->size;
        to->m.offset = to->index * camera->size;
        to->flags = to->bytesused = 0;
        return 0;
    }
    case VIDIOC_QBUF: {
        struct v4l2_buffer *of = argument;
        if (of->index >= camera->buffers) FAIL(EINVAL);
        push(&camera->waiting, of->index);
        return 0;
    }
    case VIDIOC_DQBUF: return dequeue(camera, argument);
    case VIDIOC_STREAMON:
        if (!camera->buffers || camera->owner != fd) FAIL(EINVAL);
        if (camera->streaming) return 0;
        camera->streaming = 1;
        if (pthread_create(&camera->ticker, NULL, tick, camera)) FAIL(ENOMEM);
        return 0;
    case VIDIOC_STREAMOFF:
        if (camera->owner == fd) stop(camera);
        return 0;
    default: FAIL(ENOTTY);
    }
}

/* 1 where `fd` is a camera's, with the answer in `result`. */
static int intercepted(int fd, unsigned long request, void *argument, int *result) {
    if (!open_handles) return 0;
    pthread_mutex_lock(&lock);
    struct camera *camera = camera_of(fd);
    if (camera) {
        if (!camera->gone && !is_plugged(camera->number)) hang_up(camera);
        int code = 0;
        if (camera->gone) {
            *result = -1;
            code = ENODEV;
        } else {
            *result = answer(camera, fd, (unsigned)request, argument);
            code = errno;
        }
        pthread_mutex_unlock(&lock);
        if (*result) errno = code;
        return 1;
    }
    pthread_mutex_unlock(&lock);
    return 0;
}

/* -------------------------------------------------------------- hooks */

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
    while (listing->next < MAX_NUMBER) {
        int number = listing->next++;
        if (!is_plugged(number)) continue;
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
