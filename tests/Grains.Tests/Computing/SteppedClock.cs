using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace MusicGen.Grains.Tests.Computing;

/// <summary>A clock that stands until it is moved, and tells of every pause that somebody begins.</summary>
internal sealed class SteppedClock : FakeTimeProvider
{
    private readonly Channel<TimeSpan> _pauses = Channel.CreateUnbounded<TimeSpan>();

    /// <summary>The length of the next pause, once it has begun.</summary>
    public ValueTask<TimeSpan> NextPauseAsync(CancellationToken cancellationToken) => _pauses.Reader.ReadAsync(cancellationToken);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _pauses.Writer.TryWrite(dueTime);
        return timer;
    }
}
