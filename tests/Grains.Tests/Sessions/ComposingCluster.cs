using Microsoft.Extensions.DependencyInjection;
using MusicGen.Grains.Sessions;
using MusicGen.Grains.Tests.Storage;
using MusicGen.Storage;

namespace MusicGen.Grains.Tests.Sessions;

/// <summary>A cluster whose composer is observed, and whose clock stands still and can leap forward.</summary>
public sealed class ComposingCluster : GrainCluster
{
    private readonly LeapingClock _clock = new();

    internal ObservedComposer Composer { get; } = new();

    protected override TimeProvider Clock => _clock;

    public DateTimeOffset Now => _clock.GetUtcNow();

    public void Leap(TimeSpan ahead) => _clock.Leap(ahead);

    /// <remarks>Made before the silos are, which start side by side.</remarks>
    public ComposingCluster() => HeldStore = new UnreliableBlobStore(Store);

    /// <summary>The silos' store.</summary>
    internal UnreliableBlobStore HeldStore { get; }

    protected override void Configure(IServiceCollection services) => services.AddSingleton<ITuneComposer>(Composer).AddSingleton<IBlobStore>(HeldStore);

    /// <summary>Timers go on as ever, since Orleans waits for them; only the long ones, that tunes expire by, leap along.</summary>
    private sealed class LeapingClock : TimeProvider
    {
        private static readonly DateTimeOffset Beginning = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);
        private static readonly TimeSpan Long = TimeSpan.FromMinutes(30);

        private readonly Lock _gate = new();
        private readonly List<(ITimer Timer, long Due)> _long = [];
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Interlocked.Read(ref _ticks);

        public override DateTimeOffset GetUtcNow() => Beginning.AddTicks(GetTimestamp());

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            if (dueTime < Long || period != Timeout.InfiniteTimeSpan) return timer;
            lock (_gate) _long.Add((timer, GetTimestamp() + dueTime.Ticks));
            return timer;
        }

        public void Leap(TimeSpan ahead)
        {
            var now = Interlocked.Add(ref _ticks, ahead.Ticks);
            List<(ITimer Timer, long Due)> due;
            lock (_gate)
            {
                due = _long.FindAll(timer => timer.Due <= now);
                _long.RemoveAll(timer => timer.Due <= now);
            }
            // One that has been disposed stays silent.
            foreach (var (timer, _) in due) timer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
