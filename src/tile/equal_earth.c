/* The Equal Earth projection of the sphere, equal-area and pseudocylindrical: B. Šavrič, T. Patterson and
 * B. Jenny, "The Equal Earth map projection", International Journal of Geographical Information Science
 * 33(3), 2018, equations 9 and 10 and the coefficients given with them. */
#include <lawmap/tile.h>

#include <math.h>

#define A1      1.340264
#define A2      -0.081106
#define A3      0.000893
#define A4      0.003796
#define M       0.86602540378443864676 /* √3 / 2 */
#define RADIANS (3.14159265358979323846 / 180)

struct plane_point equal_earth(double longitude, double latitude)
{
    double theta = asin(M * sin(latitude * RADIANS));
    double t2 = theta * theta, t6 = t2 * t2 * t2;
    double slope = A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2); /* of y with theta */
    return (struct plane_point){longitude * RADIANS * cos(theta) / (M * slope),
                                theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))};
}
