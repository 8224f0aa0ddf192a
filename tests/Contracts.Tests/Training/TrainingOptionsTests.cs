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
        { "inputDropout", "0 to below 1", [0, 0.999_999], [-AboveZero, 1, double.NaN] },
        { "weightDropout", "0 to below 1", [0, 0.999_999], [-AboveZero, 1, double.NaN] },
        { "weightDecay", "0 to 1", [0, 1], [-AboveZero, 1.000_001, double.NaN] },
        { "warmupSteps", "0 to 1,000,000", [0, 1_000_000], [-1, 1_000_001] },
        { "finalRateShare", "0 to 1", [0, 1], [-AboveZero, 1.000_001, double.NaN] },
        { "transposeDown", "0 to 12", [0, 12], [-1, 13] },
        { "transposeUp", "0 to 12", [0, 12], [-1, 13] },
        { "tempoShift", "0 to 4", [0, 4], [-1, 5] },
        { "patience", "0 to 10,000", [0, 10_000], [-1, 10_001] },
        { "keepBest", "1 to 20", [1, 20], [0, 21] },
        { "keepLast", "1 to 20", [1, 20], [0, 21] },
        { "samples", "0 to 8", [0, 8], [-1, 9] },
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
            .Where(property => property.PropertyType != typeof(string) && property.PropertyType != typeof(ArithmeticPrecision)).Select(property => property.Name);

        Assert.Equal(numeric.Order(), Ranges.Select(row => Pascal(row.Data.Item1)).Order());
    }

    [Theory]
    [InlineData(1024, 128, null)]
    [InlineData(1024, 129, "batchSize times sequenceLength must be at most 131,072.")]
    [InlineData(32, 4096, null)]
    public void Faults_TokensOfAStep_AreBounded(int batchSize, int sequenceLength, string? detail) =>
        Assert.Equal(detail, new TrainingOptions { BatchSize = batchSize, SequenceLength = sequenceLength }.Faults().SingleOrDefault()?.Detail);

    [Theory]
    [InlineData(4096, 2, true)]
    [InlineData(4096, 3, false)]
    [InlineData(1024, 8, true)]
    public void Faults_SizeOfANetwork_IsBoundedByWhatACheckpointHolds(int hidden, int layers, bool isPossible) =>
        Assert.Equal(isPossible, new TrainingOptions { Hidden = hidden, Layers = layers }.Faults().Count == 0);

    [Theory]
    [InlineData(2048, 512, true)]
    [InlineData(2048, 32, true)]
    [InlineData(4096, 1024, false)]
    public void Faults_ArithmeticOfAStep_IsBoundedByWhatAWorkerMayTake(int hidden, int batchSize, bool isPossible) =>
        Assert.Equal(isPossible, new TrainingOptions { Hidden = hidden, BatchSize = batchSize }.Faults().Count == 0);

    [Fact]
    public void GoesOnFrom_OptionsThatDecideNoStep_MayDiffer()
    {
        var before = new TrainingOptions { Precision = ArithmeticPrecision.Bf16 };

        Assert.True((before with { Preset = "base", Epochs = 99, CheckpointSeconds = 5, Patience = 3, KeepBest = 9, KeepLast = 9, Samples = 0 }).GoesOnFrom(before));
        Assert.True((before with { Precision = ArithmeticPrecision.Auto }).GoesOnFrom(before));
        Assert.False((before with { Precision = ArithmeticPrecision.Fp32 }).GoesOnFrom(before));
        Assert.False((before with { TransposeUp = 5 }).GoesOnFrom(before));
        Assert.False((before with { Seed = 1 }).GoesOnFrom(before));
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
