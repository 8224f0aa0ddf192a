using MusicGen.Contracts.Training;
using MusicGen.Learning.Training;

namespace MusicGen.Learning.Tests.Training;

public sealed class MetricSeriesTests
{
    [Fact]
    public void Add_OfAFewSteps_KeepsEachOfThem()
    {
        var series = Series(new MetricSeries([]), 1, 100);

        Assert.Equal(Enumerable.Range(1, 100).Select(step => (long)step), series.Points.Select(point => point.Step));
    }

    [Fact]
    public void Add_OfManySteps_KeepsABoundedNumberOfMeans()
    {
        var series = Series(new MetricSeries([]), 1, 10_000);

        Assert.InRange(series.Points.Count, 512, 1023);
        Assert.Equal(Enumerable.Range(1, series.Points.Count).Select(point => point * 16L), series.Points.Select(point => point.Step));
        Assert.Equal(Enumerable.Range(1, 16).Average(step => 1.0 / step), series.Points[0].Train, 1e-12);
    }

    [Fact]
    public void Series_ThatWasInterrupted_HasTheSamePoints()
    {
        var unbroken = Series(new MetricSeries([]), 1, 6_000);

        var resumed = Series(new MetricSeries(Series(new MetricSeries([]), 1, 3_200).Points), 3_201, 6_000);

        Assert.Equal(unbroken.Points, resumed.Points);
    }

    [Fact]
    public void Series_ThatWasInterruptedWithinAPoint_HasThatPointOfTheStepsAfter()
    {
        var resumed = Series(new MetricSeries(Series(new MetricSeries([]), 1, 3_202).Points), 3_203, 6_000); // four steps a point, later eight

        Assert.Equal(Series(new MetricSeries([]), 1, 6_000).Points.Select(point => point.Step), resumed.Points.Select(point => point.Step));
        var point = resumed.Points.Single(point => point.Step == 3_208);
        Assert.InRange(point.Train, 1.0 / 3_208, 1.0 / 3_201);
    }

    private static MetricSeries Series(MetricSeries series, int from, int to)
    {
        for (var step = from; step <= to; step++) series.Add(new StepMetric(step, step / 100.0, 1.0 / step, 0.001, 2, 1000));
        return series;
    }
}
