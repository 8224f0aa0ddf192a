namespace MusicGen.Grains.Training.Scheduling;

/// <summary>A session that is served.</summary>
/// <param name="Session">It waits no longer.</param>
/// <param name="IsOutOfTurn">It is served because it has waited longest.</param>
/// <param name="SinceOverdue">Starts since one was, this one included.</param>
internal sealed record ServedSession(QueuedSession Session, bool IsOutOfTurn, int SinceOverdue);
