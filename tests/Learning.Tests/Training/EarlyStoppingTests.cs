using MusicGen.Contracts.Training;
using MusicGen.Learning.Training;

namespace MusicGen.Learning.Tests.Training;

public sealed class EarlyStoppingTests
{
    [Theory]
    [InlineData(3, 0, false, 4.0, 3.0, 3.1, 3.2)]
    [InlineData(2, 0, true, 4.0, 3.0, 3.1, 3.2)]
    [InlineData(2, 0, true, 4.0, 3.0, 3.0, 3.0)]
    [InlineData(1, 0, false, 4.0, 3.0, 2.9)]
    [InlineData(0, 0, false, 1.0, 3.0, 3.0, 3.0)]
    [InlineData(2, 4, false, 1.0, 3.0, 3.0, 3.0, 3.0)]
    [InlineData(2, 3, true, 1.0, 3.0, 3.0, 3.0, 3.0)]
    [InlineData(2, 0, false)]
    public void IsTime_AfterSoManyPassesWithoutALowerLoss_IsTrue(int patience, int from, bool isTime, params double[] heldOut) =>
        Assert.Equal(isTime, EarlyStopping.IsTime(Rows([.. heldOut.Select(loss => (double?)loss)]), patience, from));

    [Fact]
    public void IsTime_WithNothingHeldOut_IsFalse() => Assert.False(EarlyStopping.IsTime(Rows([null, null, null]), 1, 0));

    private static EpochLosses[] Rows(double?[] heldOut) => [.. heldOut.Select((loss, index) => new EpochLosses(index + 1, (index + 1) * 10, 1, loss, 1))];
}
