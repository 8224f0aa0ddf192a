using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using MusicGen.Grains.Computing;
using MusicGen.Grains.Ownership;

namespace MusicGen.Grains.Tests.Ownership;

[GrainType("tests-spy")]
internal sealed class SpyGrain : Grain, ISpyGrain
{
    private readonly TaskCompletionSource _called = new();
    private readonly TaskCompletionSource<string> _loop = new();
    private readonly TaskCompletionSource<string> _timer = new();

    public Task<string?> Caller() => Task.FromResult(CallingOwner.Current);

    public Task<string?> CallerAt(string spy) => GrainFactory.GetGrain<ISpyGrain>(spy).Caller();

    public async IAsyncEnumerable<string> Callers([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.CompletedTask;
        yield return CallingOwner.Current ?? "the service";
    }

    public Task StartWork(string spy)
    {
        new GrainLoop(this, DelayDeactivation, () => false, TimeProvider.System, NullLogger.Instance).Start(async _ => await HearAsync(_loop, spy));
        this.RegisterGrainTimer(_ => HearAsync(_timer, spy), new GrainTimerCreationOptions(TimeSpan.Zero, Timeout.InfiniteTimeSpan) { Interleave = true });
        return Task.CompletedTask;
    }

    public async Task<string[]> Heard()
    {
        _called.SetResult();
        return [await _loop.Task, await _timer.Task];
    }

    private async Task HearAsync(TaskCompletionSource<string> heard, string spy)
    {
        await _called.Task;
        try
        {
            heard.SetResult(await GrainFactory.GetGrain<ISpyGrain>(spy).Caller() ?? "the service");
        }
        catch (NotOwnerException e)
        {
            heard.SetResult(e.Message);
        }
    }
}
