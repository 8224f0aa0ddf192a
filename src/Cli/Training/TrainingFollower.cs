using MusicGen.Cli.Service;
using MusicGen.Cli.Terminal;
using MusicGen.Contracts;
using MusicGen.Contracts.Training;

namespace MusicGen.Cli.Training;

/// <summary>Shows a training session until it rests: a line an epoch, and how it ended.</summary>
internal static class TrainingFollower
{
    /// <summary>The exit code: done only when it succeeded, so that scripts do not publish what is half trained.</summary>
    public static async Task<int> FollowAsync(ServiceCall call, TrainingSummary training)
    {
        var (follow, cancel) = (call.Next($"follow {training.Id}"), call.Next($"cancel {training.Id}"));
        call.WhenInterrupted = $"Training {training.Id} goes on without you. Follow it again: {follow}. End it: {cancel}.";
        call.Screen.Say(TrainingText.Title(training));
        await foreach (var happened in call.Client.Trainings.WatchAsync(training.Id, call.Cancellation))
            Tell(call.Screen, happened, training.Options.Epochs);

        training = await call.Client.Trainings.GetAsync(training.Id, call.Cancellation);
        call.Screen.Give(training, screen => screen.Say(Outcome(call, training)));
        if (training.Phase == TrainingPhase.Failed) call.Screen.Complain($"Training {training.Id} failed: {training.Failure?.Reason}");
        return training.Phase == TrainingPhase.Succeeded ? ExitCodes.Done : ExitCodes.Refused;
    }

    private static void Tell(Screen screen, TrainingEvent happened, int epochs)
    {
        if (happened.Losses is { } losses) screen.Say($"  {TrainingText.Epoch(losses, epochs)}");
        else if (happened.Kind is TrainingEventKind.Phase or TrainingEventKind.Resumed or TrainingEventKind.RolledBack)
            screen.Say($"  {ContractJson.NameOf(happened.Phase)}{(happened.Message is null ? "" : $": {happened.Message}")}");
        else if (happened is { Step: { } step, TotalSteps: { } total }) screen.Show($"  step {step:N0} of {total:N0}{TrainingText.Pace(happened)}");
    }

    private static string Outcome(ServiceCall call, TrainingSummary training) => training.Phase switch
    {
        TrainingPhase.Succeeded =>
            $"Done; the lowest held-out loss is {TrainingText.Loss(TrainingText.LowestHeldOut(training))}. Make it a model: {call.Next($"publish {training.Id}")}",
        TrainingPhase.Paused => $"Paused. Go on: {call.Next($"resume {training.Id}")}",
        _ => $"It is {TrainingText.Phase(training)}; it has {training.Checkpoints.Count:N0} checkpoints.",
    };
}
