using MusicGen.Contracts.Training;

namespace MusicGen.Contracts.Tests.Training;

public sealed class TrainingOptionsTests
{
    private const double AboveZero = double.Epsilon;
    private const double MaxSeed = (1L << 53) - 1;

    public static TheoryData<string, string, double[], double[]> Ranges { get; } = new()
    {
        { "embedding", "1 to 4,096", [1, 4096], [0, -1, 4097, int.MaxValue] },
        { "hidden", "1 to 4,096", [1, 4096], [0, -1, 4097, int.MaxValue] },
        { "layers", "1 to 8", [1, 8], [0, -1, 9] },
        { "dropout", "0 to below 1", [0, 0.999_999], [-AboveZero, 1, double.NaN] },
        { "epochs", "1 to 10,000", [1, 10_000], [0, -1, 10_001] },
        { "batchSize", "1 to 1,024", [1, 1024], [0, -1, 1025] },
        { "sequenceLength", "2 to 4,096", [2, 4096], [1, 0, -1, 4097] },
        { "learningRate", "above 0 and at most 1", [AboveZero, 1], [0, -AboveZero, 1.000_001, double.NaN] },
        { "clipNorm", "above 0", [AboveZero, double.MaxValue], [0, -AboveZero, double.PositiveInfinity, double.NaN] },
        { "seed", "0 to 2⁵³ − 1", [0, MaxSeed], [-1, MaxSeed + 1] },
        { "checkpointSeconds", "1 to 86,400", [1, 86_400], [0.999_999, 86_400.001, double.NaN] },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Faults_AtTheEdgesOfARange_AreWhereItEnds(string field, string range, double[] inside, double[] outside)
    {
        Assert.All(inside, value => Assert.Empty(With(field, value).Faults()));
        var fault = new Problem(ProblemKind.Invalid, "option-out-of-range", $"{field} must be {range}.", field);
        Assert.All(outside, value => Assert.Equal([fault], With(field, value).Faults()));
    }

    [Fact]
    public void Faults_EveryOptionWrong_AreAllThere()
    {
        var options = new TrainingOptions();
        foreach (var row in Ranges) Set(options, row.Data.Item1, row.Data.Item4[0]);

        Assert.Equal(Ranges.Select(row => row.Data.Item1), options.Faults().Select(fault => fault.Field));
    }

    [Fact]
    public void Ranges_OfThisTest_CoverEveryNumericOption()
    {
        var numeric = typeof(TrainingOptions).GetProperties()
            .Where(property => property.PropertyType != typeof(string)).Select(property => property.Name);

        Assert.Equal(numeric.Order(), Ranges.Select(row => Pascal(row.Data.Item1)).Order());
    }

    private static TrainingOptions With(string field, double value)
    {
        var options = new TrainingOptions();
        Set(options, field, value);
        return options;
    }

    private static void Set(TrainingOptions options, string field, double value)
    {
        var property = typeof(TrainingOptions).GetProperty(Pascal(field))!;
        property.SetValue(options, Convert.ChangeType(value, property.PropertyType));
    }

    private static string Pascal(string field) => char.ToUpperInvariant(field[0]) + field[1..];
}
