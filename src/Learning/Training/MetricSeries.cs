using MusicGen.Contracts.Training;

namespace MusicGen.Learning.Training;

/// <summary>The steps of a training as a series of a bounded number of points, each the mean of equally many steps.</summary>
/// <remarks>
/// When there are too many, two become one. Which steps a point stands for depends on their number alone, so a training that was interrupted has points of the same steps; but
/// where it was interrupted in the middle of a point, that one is the mean of the steps after.
/// </remarks>
internal sealed class MetricSeries
{
    private const int MostPoints = 1024;

    private readonly List<StepMetric> _points = [];
    private readonly List<StepMetric> _open = [];
    private int _stepsAPoint = 1;

    /// <param name="points">Of the checkpoint that the training goes on from; what was not a whole point there is lost.</param>
    public MetricSeries(IReadOnlyList<StepMetric> points)
    {
        _points = [.. points];
        if (_points.Count > 1) _stepsAPoint = (int)(_points[1].Step - _points[0].Step);
    }

    public IReadOnlyList<StepMetric> Points => [.. _points];

    public void Add(StepMetric step)
    {
        _open.Add(step);
        if (step.Step % _stepsAPoint != 0) return;
        _points.Add(Mean(_open));
        _open.Clear();
        if (_points.Count < MostPoints) return;
        StepMetric[] halved = [.. _points.Chunk(2).Select(Mean)];
        _points.Clear();
        _points.AddRange(halved);
        _stepsAPoint *= 2;
    }

    private static StepMetric Mean(IReadOnlyList<StepMetric> steps) => steps[^1] with
    {
        Train = steps.Average(step => step.Train),
        GradientNorm = steps.Average(step => step.GradientNorm),
        TokensPerSecond = steps.Average(step => step.TokensPerSecond),
    };
}
