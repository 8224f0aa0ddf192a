using MusicGen.Music.Analysis;
using MusicGen.Music.Randomness;

namespace MusicGen.Music.Tests.Analysis;

public sealed class PhaseCircleTests
{
    private const int TicksPerQuarter = 96;

    private static readonly CounterRandom Random = new(1);

    [Theory]
    [InlineData(96)]
    [InlineData(48)]
    [InlineData(32)]
    [InlineData(12)]
    [InlineData(8)]
    public void Judge_OnsetsOnADivision_IsCertain(int step)
    {
        var grid = PhaseCircle.Judge([.. Enumerable.Range(0, 50).Select(i => (long)i * step)], TicksPerQuarter);

        Assert.Equal(1.0, grid.Confidence, 1e-9);
        Assert.True(grid.Exists);
    }

    [Fact]
    public void Judge_TwoPhasesOppositeOnTheCircle_AreHalvesOfTheQuarter()
    {
        // R of the quarter: |1 + (−1)| / 2 = 0; of its half: 1.
        var grid = PhaseCircle.Judge([0, 48, 96, 144, 192, 240, 288, 336], TicksPerQuarter);

        Assert.Equal(1.0, grid.Confidence, 1e-9);
    }

    [Fact]
    public void Judge_ThreeOfFourOnTheBeat_TakesTheBestDivisionLessChance()
    {
        // One of n = 4 onsets stands a fifth of a quarter late: no division here is a fifth, and the best of all is the 4th or 6th, where
        // R² = (9 + 6 cos(2π · 4/5) + 1) / 16; less chance √((4 R² − 1) / 3).
        var grid = PhaseCircle.Judge([0, 60, 120, 204], ticksPerQuarter: 60);

        var squared = (10 + (6 * Math.Cos(2 * Math.PI * 4 / 5))) / 16;
        Assert.Equal(Math.Sqrt(((4 * squared) - 1) / 3), grid.Confidence, 1e-9);
        Assert.Equal(4, grid.Onsets);
    }

    [Fact]
    public void Judge_OnsetsAnywhere_IsNoGrid()
    {
        var grid = PhaseCircle.Judge(Onsets(1000, 0, 96), TicksPerQuarter);

        Assert.InRange(grid.Confidence, 0, 0.1);
        Assert.False(grid.Exists);
        Assert.EndsWith("the lowest allowed is 0.15.", grid.Objection);
    }

    [Fact]
    public void Judge_PlayersWhoHurryAndDragALittle_KeepTheGrid()
    {
        // Eighths with a deviation of up to a sixteenth of a quarter: 30 ms at 120 quarters a minute.
        var grid = PhaseCircle.Judge(Onsets(400, 48, 12), TicksPerQuarter);

        Assert.True(grid.Exists);
        Assert.InRange(grid.Confidence, 0.5, 0.99);
    }

    [Fact]
    public void Judge_FewOnsets_GetTheBenefitOfTheDoubt()
    {
        Assert.True(PhaseCircle.Judge([0, 13, 47, 110, 171, 222, 310], TicksPerQuarter).Exists);
        Assert.True(PhaseCircle.Judge([], TicksPerQuarter).Exists);
    }

    private static long[] Onsets(int count, int step, int spread) =>
        [.. Enumerable.Range(0, count).Select(i => ((step == 0 ? 37L : step) * i) + Random.Below((ulong)i, spread)).Order()];
}
