/* The least that the steps of a run could cost: Dormand and Prince's method (1980), seven stages,
   with its error norm, on n numbers that each decay at a rate of their own.

   No flows between numbers, no totals, no readings, no coefficients that move. Numbers are taken in
   pieces that stay in the first cache from the first stage to the last. */

#include <math.h>

#define PIECE 336
#define STAGES 7

static const double A[STAGES][STAGES - 1] = {
    {0},
    {1.0 / 5},
    {3.0 / 40, 9.0 / 40},
    {44.0 / 45, -56.0 / 15, 32.0 / 9},
    {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
    {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
    {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84},
};
static const double E[STAGES] = {-71.0 / 57600, 0, 71.0 / 16695, -71.0 / 1920,
                                 17253.0 / 339200, -22.0 / 525, 1.0 / 40};

/* One stage, whose number the compiler knows: its sum is written out. */
static inline __attribute__((always_inline)) void
stage_of(int stage, const double *restrict x, const double *restrict rate,
         double k[STAGES][PIECE], double *restrict trial, double step)
{
    double *restrict own = k[stage];
    for (int i = 0; i < PIECE; i++) {
        double sum = 0.0;
#pragma GCC unroll 6
        for (int earlier = 0; earlier < stage; earlier++)
            sum += A[stage][earlier] * k[earlier][i];
        trial[i] = x[i] + step * sum;
        own[i] = -rate[i] * trial[i];
    }
}

static double through(double *restrict x, const double *restrict rate, double step)
{
    static double k[STAGES][PIECE], trial[PIECE];
    double error = 0.0;
    stage_of(0, x, rate, k, trial, step);
    stage_of(1, x, rate, k, trial, step);
    stage_of(2, x, rate, k, trial, step);
    stage_of(3, x, rate, k, trial, step);
    stage_of(4, x, rate, k, trial, step);
    stage_of(5, x, rate, k, trial, step);
    stage_of(6, x, rate, k, trial, step);
    for (int i = 0; i < PIECE; i++) {
        double sum = E[0] * k[0][i] + E[2] * k[2][i] + E[3] * k[3][i] + E[4] * k[4][i] +
                     E[5] * k[5][i] + E[6] * k[6][i];
        double larger = fabs(x[i]) > fabs(trial[i]) ? fabs(x[i]) : fabs(trial[i]);
        double scaled = step * sum / (1e-3 + 1e-5 * larger);
        error += scaled * scaled;
        x[i] = trial[i];
    }
    return error;
}

/* Takes n numbers, whole pieces, through some steps; the largest root mean square of error over tolerance. */
double bare_steps(double *x, const double *rate, int n, int steps, double step)
{
    double largest = 0.0;
    for (int number = 0; number < steps; number++) {
        double error = 0.0;
        for (int first = 0; first < n; first += PIECE)
            error += through(x + first, rate + first, step);
        error = sqrt(error / n);
        if (error > largest)
            largest = error;
    }
    return largest;
}
