namespace MeterFirmware.Companion.Simulation.House;

/// <summary>A sine in whole numbers, so that a run gives the same bytes on every machine.</summary>
internal static class IntegerSine
{
    /// <summary>Steps of a full circle.</summary>
    public const int FullCircle = 1024;

    private const int QuarterCircle = FullCircle / 4;
    private const int StepsPerEntry = 4;

    private static readonly short[] Quarter =
    [
        0, 25, 49, 74, 98, 122, 147, 171, 195, 219, 243, 267, 290,
        314, 337, 360, 383, 405, 428, 450, 471, 493, 514, 535, 556, 576,
        596, 615, 634, 653, 672, 690, 707, 724, 741, 757, 773, 788, 803,
        818, 831, 845, 858, 870, 882, 893, 904, 914, 924, 933, 942, 950,
        957, 964, 970, 976, 981, 985, 989, 992, 995, 997, 999, 1000, 1000,
    ];

    /// <summary>The sine of an angle.</summary>
    /// <param name="angle">In 1/1024 of a circle; 0 or more.</param>
    /// <returns>Thousandths, -1000 to 1000.</returns>
    public static int Permille(int angle)
    {
        int within = angle % FullCircle;
        bool negative = within >= FullCircle / 2;
        within %= FullCircle / 2;
        if (within > QuarterCircle)
        {
            within = (FullCircle / 2) - within;
        }

        int value = Quarter[within / StepsPerEntry];
        return negative ? -value : value;
    }
}
